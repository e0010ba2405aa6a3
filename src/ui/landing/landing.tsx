/** The new visitor's page: what this is, what it costs, and the form that starts a trial. */
import type { StartTrialResult } from '#lib/contracts/trial.ts';
import { Alert } from '../components/alert.tsx';
import { ThemeToggle } from '../theme-toggle.tsx';
import { Wordmark } from '../wordmark.tsx';
import { EntryCard } from './entry-card.tsx';
import { ExampleExchange } from './example-exchange.tsx';

interface LandingProps {
  notice: string | null;
  onStarted: (result: StartTrialResult) => void;
  onSignedIn: (token: string) => void;
}

const POINTS = [
  ['Every answer shows its source.', 'Open the passage it came from, in its context, with one click.'],
  ['It says when it does not know.', 'What your documents do not hold is not made up.'],
  ['Your documents, as they are.', 'PDF, Word, HTML, Markdown, plain text and CSV.'],
] as const;

export function Landing({ notice, onStarted, onSignedIn }: LandingProps) {
  return (
    <div data-new-visitor="" className="flex min-h-dvh flex-col">
      <header className="mx-auto flex h-14 w-full max-w-6xl items-center justify-between px-5 sm:px-8">
        <Wordmark />
        <ThemeToggle />
      </header>
      <main className="mx-auto grid w-full max-w-6xl flex-1 grid-cols-1 gap-x-16 gap-y-8 px-5 pt-6 pb-16 sm:px-8 lg:grid-cols-[minmax(0,1fr)_25rem] lg:grid-rows-[auto_1fr] lg:items-start lg:pt-14">
        <div className="grid gap-4">
          <h1 className="max-w-xl text-[2rem] leading-[1.12] font-semibold tracking-tight text-balance sm:text-[2.5rem]">
            Answers from your own documents, with the passage to prove it.
          </h1>
          <p className="max-w-lg text-base text-quiet sm:text-[1.0625rem] sm:leading-7">
            Give Frontdesk the papers your business already has. It answers your visitors’ questions from
            them, and from nothing else.
          </p>
        </div>
        <div className="grid gap-3 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          {notice ? (
            <Alert tone="bad" urgent>
              {notice}
            </Alert>
          ) : null}
          <EntryCard onStarted={onStarted} onSignedIn={onSignedIn} />
          <p className="px-1 text-sm text-quiet">
            Want to put it on your site?{' '}
            <a
              href="/start"
              className="font-medium text-foreground underline decoration-field underline-offset-4 hover:decoration-foreground"
            >
              Set it up step by step
            </a>
          </p>
        </div>
        <div className="grid max-w-2xl grid-cols-1 gap-8">
          <dl className="grid gap-x-8 gap-y-4 text-sm sm:grid-cols-3">
            {POINTS.map(([term, detail]) => (
              <div key={term} className="border-t pt-3">
                <dt className="font-medium">{term}</dt>
                <dd className="mt-0.5 text-quiet">{detail}</dd>
              </div>
            ))}
          </dl>
          <ExampleExchange />
        </div>
      </main>
    </div>
  );
}
