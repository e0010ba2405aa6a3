/** Shown once, right after a trial starts: the token, how to keep it, how a program uses it. */
import { useEffect, useRef } from 'react';
import type { StartTrialResult } from '#lib/contracts/trial.ts';
import { Button } from '../components/button.tsx';
import { CodeBlock } from '../components/code-block.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { askExample } from '../developers/curl-examples.ts';
import { ThemeToggle } from '../theme-toggle.tsx';
import { Wordmark } from '../wordmark.tsx';
import { dateInWords } from '../words.ts';

export function NewToken({ result, onContinue }: { result: StartTrialResult; onContinue: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  return (
    <div className="flex min-h-dvh flex-col">
      <header className="mx-auto flex h-14 w-full max-w-6xl items-center justify-between px-5 sm:px-8">
        <Wordmark />
        <ThemeToggle />
      </header>
      <main className="mx-auto grid w-full max-w-2xl grid-cols-1 content-start gap-5 px-5 pt-6 pb-16 sm:px-8 sm:pt-14">
        <div className="grid gap-1.5">
          <h1
            ref={heading}
            tabIndex={-1}
            className="text-2xl font-semibold tracking-tight focus:outline-none"
          >
            Your trial is ready.
          </h1>
          <p className="text-quiet">
            It runs until {dateInWords(result.expires_at)}. This is its token: we keep no copy of it, so it is
            shown only now. This browser remembers it until you sign out.
          </p>
        </div>
        <div className="flex items-center gap-2 rounded-lg border bg-surface py-2 pr-2 pl-3.5">
          <code className="min-w-0 flex-1 font-mono text-sm break-all" data-testid="trial-token">
            {result.trial_token}
          </code>
          <CopyButton text={result.trial_token} label="Copy the token">
            Copy
          </CopyButton>
        </div>
        <CodeBlock label="Ask from a program" code={askExample(location.origin, result.trial_token)} />
        <p className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button variant="primary" className="h-10" onClick={onContinue}>
            Add documents
          </Button>
          <a
            href="/start"
            className="font-medium underline decoration-field underline-offset-4 hover:decoration-foreground"
          >
            Set it up step by step
          </a>
        </p>
      </main>
    </div>
  );
}
