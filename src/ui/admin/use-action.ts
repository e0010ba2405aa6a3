/** Something an administrator does: one at a time, told when it is done, and what went wrong with it. */
import { useState } from 'react';
import { type ProblemError, toProblem } from '../api-client.ts';
import { useAnnouncer } from '../components/announcer.tsx';

export function useAction() {
  const { toast } = useAnnouncer();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemError | null>(null);

  /** Whether it was done. */
  const run = async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setProblem(null);
    try {
      await work();
      if (done !== undefined) toast(done);
      return true;
    } catch (error) {
      setProblem(toProblem(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run };
}
