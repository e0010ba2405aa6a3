/** The step that is shown, kept in the address: reload stays on it, Back goes to the one before. */
import { useCallback, useEffect, useState } from 'react';
import { type StepId, stepOfHash } from './steps.ts';

/** `step` is null while neither the address nor `fallback` says one. */
export function useStep(fallback: StepId | null): {
  step: StepId | null;
  go: (step: StepId) => void;
} {
  const [step, setStep] = useState<StepId | null>(null);

  useEffect(() => {
    const read = () => setStep((now) => stepOfHash(location.hash) ?? now);
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);

  // Decided once: what the workflow does later takes nobody away from what they look at.
  if (step === null && fallback !== null) setStep(fallback);

  const go = useCallback((next: StepId) => {
    location.hash = next;
    setStep(next);
  }, []);
  return { step, go };
}
