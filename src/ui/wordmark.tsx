/** The name and its bell. */
import { ConciergeBell } from 'lucide-react';

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-[0.9375rem] font-semibold tracking-tight">
      <ConciergeBell aria-hidden className="size-5 text-brass" strokeWidth={1.75} />
      Frontdesk
    </span>
  );
}
