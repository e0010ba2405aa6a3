/** A workflow with the assessment behind its pause, and the decisions that its state allows. */
import { useState } from 'react';
import type { AdminWorkflow, AdminWorkflowDetail } from '#lib/contracts/admin-workflows.ts';
import type { Assessment } from '#lib/contracts/assessment.ts';
import { WORKFLOW_STEPS } from '#lib/contracts/workflow.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Select, Textarea } from '../components/field.tsx';
import type { AdminApi } from './admin-api.ts';
import { AssessmentFacts } from './assessment-facts.tsx';
import { inWords, Problem } from './parts.tsx';
import { useAction } from './use-action.ts';
import { usePolled } from './use-polled.ts';

interface WorkflowDialogProps {
  api: AdminApi;
  workflow: AdminWorkflow;
  operates: boolean;
  onClose: () => void;
  onDone: () => Promise<void>;
}

type Verb = 'approve' | 'reject' | 'retry' | 'resume' | 'cancel' | 'rollback';
const DONE: Record<Verb, string> = {
  approve: 'Approved; the next step begins.',
  reject: 'Rejected.',
  retry: 'The step runs again.',
  resume: 'The workflow goes on.',
  cancel: 'The set-up is stopped.',
  rollback: 'Rolled back.',
};

export function WorkflowDialog({ api, workflow, operates, onClose, onDone }: WorkflowDialogProps) {
  const path = `/workflows/${workflow.workflow_id}`;
  const { data, problem } = usePolled<AdminWorkflowDetail>(api, path, ['workflows']);
  const { busy, problem: failed, run } = useAction();
  const [note, setNote] = useState('');
  const [to, setTo] = useState('kb_ingest');

  const now = data?.workflow ?? workflow;
  const kind = now.interrupts[0]?.kind;
  const forOperator = kind === 'manual_review' || kind === 'admin_approval';
  const reached = WORKFLOW_STEPS.slice(1, WORKFLOW_STEPS.indexOf(now.current_step) + 1);

  const decide = async (verb: Verb) => {
    const body = { ...(note.trim() ? { note: note.trim() } : {}), ...(verb === 'rollback' ? { to } : {}) };
    if (!(await run(() => api.request(`${path}/${verb}`, { method: 'POST', body }), DONE[verb]))) return;
    onClose();
    await onDone();
  };
  const button = (verb: Verb, words: string, variant: 'primary' | 'outline' | 'danger' = 'outline') => (
    <Button variant={variant} aria-disabled={busy} onClick={() => decide(verb)}>
      {words}
    </Button>
  );

  return (
    <Dialog
      open
      onClose={onClose}
      title={workflow.business_name}
      description={now.interrupts[0]?.reason ?? inWords(now.status)}
      footer={
        operates ? (
          <>
            {forOperator ? button('reject', 'Reject', 'danger') : null}
            {kind ? button('retry', 'Try again') : null}
            {(kind && !forOperator) || now.status === 'rolled_back' ? button('resume', 'Go on') : null}
            {forOperator ? button('approve', 'Approve', 'primary') : null}
          </>
        ) : null
      }
    >
      <div className="grid gap-4 overflow-y-auto px-5 py-4">
        <Problem problem={failed ?? problem} />
        {data?.details.kb_assess ? (
          <AssessmentFacts {...(data.details.kb_assess as Partial<Assessment>)} />
        ) : (
          <p className="text-sm text-quiet">
            {data ? 'No assessment belongs to this.' : 'Loading the assessment…'}
          </p>
        )}
        {operates ? (
          <>
            <Field label="Note" optional hint="Kept in the history and the audit log.">
              {(props) => (
                <Textarea
                  {...props}
                  maxLength={500}
                  value={note}
                  onChange={(event) => setNote(event.target.value)}
                />
              )}
            </Field>
            <details>
              <summary className="text-sm text-quiet">Roll back or stop</summary>
              <div className="mt-3 flex flex-wrap items-end gap-2">
                <Field label="Roll back to">
                  {(props) => (
                    <Select {...props} value={to} onChange={(event) => setTo(event.target.value)}>
                      {reached.map((step) => (
                        <option key={step} value={step}>
                          {inWords(step)}
                        </option>
                      ))}
                    </Select>
                  )}
                </Field>
                {button('rollback', 'Roll back')}
                {button('cancel', 'Stop the set-up', 'danger')}
              </div>
            </details>
          </>
        ) : null}
      </div>
    </Dialog>
  );
}
