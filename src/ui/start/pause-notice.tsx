/** What the set-up waits for, in words, with what to do about it. */
import { type ReactNode, useState } from 'react';
import type { WorkflowView } from '#lib/contracts/workflow.ts';
import { type ProblemError, toProblem } from '../api-client.ts';
import { Alert } from '../components/alert.tsx';
import { useAnnouncer } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { explainProblem } from '../explain-problem.ts';
import type { StepId } from './steps.ts';
import type { WorkflowAction } from './use-workflow.ts';
import { WORKFLOW_WORDS } from './words.ts';

interface Told {
  tone: 'bad' | 'plain';
  title: string;
  todo: string;
  action?: { label: string; does: WorkflowAction };
  /** Where it can be put right. */
  step?: { label: string; id: StepId };
}

const ADD = { label: 'Add documents', id: 'documents' } as const;
const REPORT = { label: 'See the report', id: 'assessment' } as const;

function told(view: WorkflowView): Told | null {
  const [interrupt] = view.interrupts;
  if (view.status === 'failed') {
    return {
      tone: 'bad',
      title: 'The set-up was turned down',
      todo: 'Somebody looked at it and did not let it go on. Improve the documents, then have them assessed anew.',
      action: { label: 'Go back to the assessment', does: { path: 'rollback', body: { to: 'kb_assess' } } },
      step: REPORT,
    };
  }
  if (view.status === 'cancelled') {
    return {
      tone: 'bad',
      title: 'The set-up was cancelled',
      todo: 'It does not go on. Your documents and settings are still there until the trial ends.',
    };
  }
  if (view.status === 'rolled_back') {
    const back = WORKFLOW_WORDS[view.current_step].todo.toLowerCase();
    return view.undoing
      ? {
          tone: 'plain',
          title: 'Going back',
          todo: 'What was made is being taken back. This takes a moment.',
        }
      : {
          tone: 'plain',
          title: 'The set-up has stopped here',
          todo: `The next thing is to ${back}.`,
          action: { label: 'Go on', does: { path: 'resume' } },
        };
  }
  if (!interrupt) return null;
  switch (interrupt.kind) {
    case 'user_input':
      return interrupt.step === 'kb_assess'
        ? {
            tone: 'bad',
            title: 'The set-up waits for better documents',
            todo: 'See what is missing, then add it: it is assessed again at once and goes on by itself.',
            action: { label: 'Check again', does: { path: 'retry' } },
            step: ADD,
          }
        : {
            tone: 'bad',
            title: 'The set-up waits for your documents',
            todo: 'Add at least one: a file, or a text you paste. It then goes on by itself.',
            action: { label: 'Check again', does: { path: 'resume' } },
            step: ADD,
          };
    case 'manual_review':
      return {
        tone: 'plain',
        title: 'Somebody is having a look',
        todo:
          interrupt.step === 'kb_assess'
            ? 'You need not wait for that: with more documents it is assessed anew and may go on by itself.'
            : 'You will get an e-mail when it goes on. You may also have it tried once more.',
        action: { label: 'Check again', does: { path: 'retry' } },
        ...(interrupt.step === 'kb_assess' ? { step: ADD } : {}),
      };
    case 'admin_approval':
      return {
        tone: 'plain',
        title: 'Waiting for approval',
        todo: 'Whoever runs this server has to say yes. There is nothing for you to do.',
      };
    case 'retry':
      return {
        tone: 'bad',
        title: `“${WORKFLOW_WORDS[interrupt.step].todo}” did not work`,
        todo: 'It was tried several times. Try once more; if it stays like this, tell whoever runs this server.',
        action: { label: 'Try again', does: { path: 'retry' } },
      };
  }
}

interface PauseNoticeProps {
  view: WorkflowView;
  step: StepId;
  onOperate: (action: WorkflowAction) => Promise<void>;
  onGo: (step: StepId) => void;
}

export function PauseNotice({ view, step, onOperate, onGo }: PauseNoticeProps) {
  const { announce } = useAnnouncer();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const what = told(view);
  if (!what) return null;

  const operate = async (action: WorkflowAction) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onOperate(action);
      announce('The set-up goes on.');
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  };

  const { action, step: place } = what;
  const actions: ReactNode[] = [];
  if (place && place.id !== step) {
    actions.push(
      <Button key="place" size="small" variant="primary" onClick={() => onGo(place.id)}>
        {place.label}
      </Button>,
    );
  }
  if (action) {
    actions.push(
      <Button key="action" size="small" aria-disabled={busy} onClick={() => operate(action.does)}>
        {busy ? 'One moment…' : action.label}
      </Button>,
    );
  }
  return (
    <div data-pause={view.interrupts[0]?.kind ?? view.status}>
      <Alert tone={what.tone} title={what.title} actions={actions.length > 0 ? actions : undefined}>
        {view.interrupts[0] && !(step === 'assessment' && view.interrupts[0].step === 'kb_assess') ? (
          // The report below says it.
          <p>{view.interrupts[0].reason}</p>
        ) : null}
        <p className="mt-1 text-quiet">{what.todo}</p>
        {problem ? (
          <p role="alert" className="mt-1 text-bad">
            {explainProblem(problem).message}
          </p>
        ) : null}
      </Alert>
    </div>
  );
}
