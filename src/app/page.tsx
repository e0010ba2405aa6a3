/** The one page: a new visitor starts a trial, a returning one works with it. */
import { FrontdeskApp } from '#ui/frontdesk-app.tsx';

export default function Page() {
  return <FrontdeskApp />;
}
