/** Opens the trial of a mailed link: takes the secret out of the address and exchanges it for a token, once. */
import { useEffect, useRef, useState } from 'react';
import type { StartTrialResult } from '#lib/contracts/trial.ts';
import { createApi, toProblem } from '../api-client.ts';
import { explainProblem } from '../explain-problem.ts';

const SECRET = /^#resume=([\w-]{1,64})$/;

/** True while a link is being redeemed. */
export function useResumeLink(
  onToken: (token: string) => void,
  onRefused: (reason: string) => void,
): boolean {
  const [busy, setBusy] = useState(false);
  const told = useRef({ onToken, onRefused });
  told.current = { onToken, onRefused };

  useEffect(() => {
    const redeem = async () => {
      const secret = SECRET.exec(location.hash)?.[1];
      if (secret === undefined) return;
      // It works once, and is not to stay in the history.
      history.replaceState(null, '', location.pathname);
      setBusy(true);
      try {
        const { trial_token } = await createApi(null).request<StartTrialResult>('/api/trial/resume/redeem', {
          method: 'POST',
          body: { secret },
        });
        told.current.onToken(trial_token);
      } catch (error) {
        const problem = toProblem(error);
        const { code, message } = problem;
        told.current.onRefused(code === 'unauthenticated' ? message : explainProblem(problem).message);
      } finally {
        setBusy(false);
      }
    };
    void redeem();
    addEventListener('hashchange', redeem);
    return () => removeEventListener('hashchange', redeem);
  }, []);
  return busy;
}
