/** The card with the two ways in: start a trial, or come back with a token. */
import { useState } from 'react';
import type { StartTrialResult } from '#lib/contracts/trial.ts';
import { TRIAL_DAYS, TRIAL_DOCUMENTS, TRIAL_QUERIES } from '#lib/core/limits.ts';
import { SignInForm } from './sign-in-form.tsx';
import { StartTrialForm } from './start-trial-form.tsx';

interface EntryCardProps {
  onStarted: (result: StartTrialResult) => void;
  onSignedIn: (token: string) => void;
}

export function EntryCard({ onStarted, onSignedIn }: EntryCardProps) {
  const [mode, setMode] = useState<'start' | 'sign-in'>('start');
  const starting = mode === 'start';
  return (
    <section
      aria-labelledby="entry-title"
      className="rounded-xl border bg-surface p-5 shadow-[0_1px_2px_rgb(0_0_0/0.04),0_8px_24px_-12px_rgb(0_0_0/0.12)] sm:p-6"
    >
      <h2 id="entry-title" className="text-lg font-semibold tracking-tight">
        {starting ? 'Start a free trial' : 'Continue your trial'}
      </h2>
      <p className="mt-0.5 mb-5 text-sm text-quiet">
        {starting
          ? `${TRIAL_DAYS} days, ${TRIAL_QUERIES} questions, ${TRIAL_DOCUMENTS} documents. No card.`
          : 'With the token you were given when you started.'}
      </p>
      {starting ? <StartTrialForm onStarted={onStarted} /> : <SignInForm onSignedIn={onSignedIn} />}
      <p className="mt-4 border-t pt-4 text-sm text-quiet">
        {starting ? 'Started before? ' : 'New here? '}
        <button
          type="button"
          className="min-h-6 font-medium text-foreground underline decoration-field underline-offset-4 hover:decoration-foreground"
          onClick={() => setMode(starting ? 'sign-in' : 'start')}
        >
          {starting ? 'I already have a token' : 'Start a free trial'}
        </button>
      </p>
    </section>
  );
}
