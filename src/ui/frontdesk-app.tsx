/** Decides which of the three screens is shown: the start, the new token, the workspace. */
'use client';
import { useState } from 'react';
import type { StartTrialResult } from '#lib/contracts/trial.ts';
import { AnnouncerProvider } from './components/announcer.tsx';
import { Landing } from './landing/landing.tsx';
import { NewToken } from './landing/new-token.tsx';
import { setTrialToken, useTrialToken } from './trial-token.ts';
import { Workspace } from './workspace/workspace.tsx';

export function FrontdeskApp() {
  const token = useTrialToken();
  const [started, setStarted] = useState<StartTrialResult | null>(null);
  const [notice, setNotice] = useState<string | null>(null);

  const signOut = (reason: string | null) => {
    setStarted(null);
    setNotice(reason);
    setTrialToken(null);
  };

  return (
    <AnnouncerProvider>
      {token === null ? (
        <Landing
          notice={notice}
          onStarted={(result) => {
            setNotice(null);
            setStarted(result);
            setTrialToken(result.trial_token);
          }}
          onSignedIn={(known) => {
            setNotice(null);
            setTrialToken(known);
          }}
        />
      ) : started !== null && started.trial_token === token ? (
        <NewToken result={started} onContinue={() => setStarted(null)} />
      ) : (
        <Workspace key={token} token={token} onSignOut={signOut} />
      )}
    </AnnouncerProvider>
  );
}
