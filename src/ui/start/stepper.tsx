/** Where one is in the set-up, and the way to every other step. */
import { Check } from 'lucide-react';
import { cn } from '../components/class-names.ts';
import { STEPS, type StepId } from './steps.ts';

interface StepperProps {
  step: StepId | null;
  finished: Record<StepId, boolean>;
  onGo: (step: StepId) => void;
}

export function Stepper({ step, finished, onGo }: StepperProps) {
  const at = STEPS.findIndex(({ id }) => id === step);
  return (
    <nav aria-label="Set-up">
      <p className="mb-2 text-[0.8125rem] text-quiet lg:hidden">
        Step {at + 2} of {STEPS.length + 1}
        {STEPS[at] ? <span className="font-medium text-foreground"> · {STEPS[at].label}</span> : null}
      </p>
      <ol className="flex gap-1 lg:flex-col">
        <li className="flex h-11 items-center gap-2.5 text-sm text-quiet max-lg:w-11 max-lg:justify-center lg:px-2.5">
          <Mark number={1} done current={false} />
          <span className="max-lg:sr-only">Sign-up</span>
          <span className="sr-only">, done</span>
        </li>
        {STEPS.map(({ id, label }, index) => {
          const current = id === step;
          return (
            <li key={id}>
              <button
                type="button"
                aria-current={current ? 'step' : undefined}
                onClick={() => onGo(id)}
                className={cn(
                  'flex h-11 w-full items-center gap-2.5 rounded-md text-left text-sm transition-colors hover:bg-subtle max-lg:w-11 max-lg:justify-center lg:px-2.5',
                  current ? 'bg-subtle font-medium' : 'text-quiet hover:text-foreground',
                )}
              >
                <Mark number={index + 2} done={finished[id]} current={current} />
                <span className="max-lg:sr-only">{label}</span>
                {finished[id] ? <span className="sr-only">, done</span> : null}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function Mark({ number, done, current }: { number: number; done: boolean; current: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        'flex size-6 shrink-0 items-center justify-center rounded-full border text-xs font-medium',
        done ? 'border-good text-good' : 'border-field text-quiet',
        current ? 'border-primary bg-primary text-on-primary' : '',
      )}
    >
      {done && !current ? <Check className="size-3.5" /> : number}
    </span>
  );
}
