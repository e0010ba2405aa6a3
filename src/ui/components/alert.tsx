/** A message in the flow of the page: what happened and what can be done about it. */
import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './class-names.ts';

interface AlertProps {
  tone: 'bad' | 'good' | 'plain';
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** Spoken at once; for failures of something the person just did. */
  urgent?: boolean;
  className?: string;
}

const ICONS = { bad: TriangleAlert, good: CircleCheck, plain: Info };
const TONES = {
  bad: 'border-bad/35 bg-bad-soft',
  good: 'border-line bg-surface',
  plain: 'border-line bg-subtle',
};
const INKS = { bad: 'text-bad', good: 'text-good', plain: 'text-quiet' };

export function Alert({ tone, title, children, actions, urgent, className }: AlertProps) {
  const Icon = ICONS[tone];
  return (
    <div
      role={urgent ? 'alert' : undefined}
      className={cn('flex gap-2.5 rounded-lg border px-3.5 py-3 text-sm', TONES[tone], className)}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', INKS[tone])} />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="break-words">{children}</div> : null}
        {actions ? <div className="mt-2.5 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
