/** The guided way from sign-up to a script tag; where mailed links lead. */
import type { Metadata } from 'next';
import { StartApp } from '#ui/start/start-app.tsx';

export const metadata: Metadata = { title: 'Set up your assistant · Frontdesk' };

export default function Page() {
  return <StartApp />;
}
