/** The guided way from sign-up to a script tag; where mailed links lead. */
import { StartApp } from '#ui/start/start-app.tsx';

export const metadata = { title: 'Set up your assistant · Frontdesk' };

export default function Page() {
  return <StartApp />;
}
