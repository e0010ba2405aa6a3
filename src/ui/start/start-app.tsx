'use client';
/** Decides what /start shows: the sign-up, a link being opened, or the set-up of the trial this browser remembers. */
import { useState } from 'react';
import { Alert } from '../components/alert.tsx';
import { AnnouncerProvider } from '../components/announcer.tsx';
import { EntryCard } from '../landing/entry-card.tsx';
import { ThemeToggle } from '../theme-toggle.tsx';
import { setTrialToken, useTrialToken } from '../trial-token.ts';
import { Wordmark } from '../wordmark.tsx';
import { ResumeForm } from './resume-form.tsx';
import { useResumeLink } from './use-resume-link.ts';
import { Wizard } from './wizard.tsx';

export function StartApp() {
  const token = useTrialToken();
  const [notice, setNotice] = useState<string | null>(null);
  const enter = (given: string) => {
    setNotice(null);
    setTrialToken(given);
  };
  const redeeming = useResumeLink(enter, setNotice);

  return (
    <AnnouncerProvider>
      {redeeming ? (
        <main className="grid min-h-dvh place-content-center px-5">
          <h1 className="text-lg font-semibold tracking-tight">Opening your trial…</h1>
        </main>
      ) : token === null ? (
        <SignUp notice={notice} onToken={enter} />
      ) : (
        <Wizard
          key={token}
          token={token}
          notice={notice}
          onSignOut={(reason) => {
            setNotice(reason);
            history.replaceState(null, '', location.pathname);
            setTrialToken(null);
          }}
        />
      )}
    </AnnouncerProvider>
  );
}

function SignUp({ notice, onToken }: { notice: string | null; onToken: (token: string) => void }) {
  return (
    <div data-new-visitor="" className="flex min-h-dvh flex-col">
      <header className="mx-auto flex h-14 w-full max-w-6xl items-center justify-between px-5 sm:px-8">
        <a href="/" aria-label="Frontdesk, home page" className="rounded-sm">
          <Wordmark />
        </a>
        <ThemeToggle />
      </header>
      <main className="mx-auto grid w-full max-w-5xl flex-1 grid-cols-1 content-start gap-x-14 gap-y-7 px-5 pt-6 pb-16 sm:px-8 lg:grid-cols-[minmax(0,1fr)_25rem] lg:grid-rows-[auto_1fr] lg:pt-14">
        <div className="grid content-start gap-3">
          <h1 className="max-w-xl text-[1.75rem] leading-[1.15] font-semibold tracking-tight text-balance sm:text-[2.25rem]">
            From your documents to an assistant on your site.
          </h1>
          <p className="max-w-lg text-base text-quiet">
            Most of it happens by itself. You can leave at any step and come back from the link we mail you.
          </p>
        </div>
        <div className="grid content-start gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          {notice ? (
            <Alert tone="bad" urgent>
              {notice}
            </Alert>
          ) : null}
          <EntryCard onStarted={({ trial_token }) => onToken(trial_token)} onSignedIn={onToken} />
          <ResumeForm />
        </div>
        <ol className="grid max-w-lg content-start gap-3 text-sm">
          {PLAN.map(([what, how], index) => (
            <li key={what} className="flex gap-3">
              <span
                aria-hidden
                className="mt-px flex size-6 shrink-0 items-center justify-center rounded-full border border-field text-xs font-medium text-quiet"
              >
                {index + 1}
              </span>
              <p>
                <span className="font-medium">{what}</span> <span className="text-quiet">{how}</span>
              </p>
            </li>
          ))}
        </ol>
      </main>
    </div>
  );
}

const PLAN = [
  ['Sign up.', 'An e-mail address and the name of your business.'],
  ['Give it documents.', 'Files as they are, or text you paste; you see each one being read.'],
  ['Read the assessment.', 'What it can answer, what it cannot, what to add.'],
  ['Check its tools.', 'What it may do besides answering, with the reason for each.'],
  ['Make it yours.', 'Name, words and colours, with the real widget beside.'],
  ['Put it on your site.', 'One tag to copy.'],
] as const;
