/** Asks before a source and its passages are removed for good. */
import { useState } from 'react';
import type { Source } from '#lib/contracts/kb.ts';
import { type ProblemError, toProblem } from '../api-client.ts';
import { Alert } from '../components/alert.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { explainProblem } from '../explain-problem.ts';

interface RemoveSourceDialogProps {
  source: Source | null;
  onClose: () => void;
  onRemove: (source: Source) => Promise<void>;
}

export function RemoveSourceDialog({ source, onClose, onRemove }: RemoveSourceDialogProps) {
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [busy, setBusy] = useState(false);

  const close = () => {
    setProblem(null);
    onClose();
  };

  const remove = async () => {
    if (busy || source === null) return;
    setBusy(true);
    try {
      await onRemove(source);
      close();
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      alert
      open={source !== null}
      onClose={close}
      title="Remove this source?"
      description={
        source ? `“${source.name}” and its passages are deleted. Answers will no longer use them.` : ''
      }
      footer={
        <>
          <Button onClick={close}>Keep it</Button>
          <Button variant="danger" onClick={remove} aria-disabled={busy}>
            {busy ? 'Removing…' : 'Remove'}
          </Button>
        </>
      }
    >
      {problem ? (
        <div className="px-5 py-4">
          <Alert tone="bad" urgent title={explainProblem(problem).title}>
            {explainProblem(problem).message}
          </Alert>
        </div>
      ) : null}
    </Dialog>
  );
}
