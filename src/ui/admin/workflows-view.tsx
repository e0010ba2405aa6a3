/** Workflows that are paused, and why; kept current. */
import { useState } from 'react';
import type { AdminWorkflow } from '#lib/contracts/admin-workflows.ts';
import { Button } from '../components/button.tsx';
import { Field, Select } from '../components/field.tsx';
import { inWords, Problem, timeInWords, ViewTitle } from './parts.tsx';
import { usePolled } from './use-polled.ts';
import type { ViewProps } from './view-props.ts';
import { WorkflowDialog } from './workflow-dialog.tsx';

const SHOWN: Record<string, { name: string; query: string }> = {
  operator: { name: 'Waiting for an operator', query: 'waits_for=operator' },
  paused: { name: 'All that are paused', query: 'status=paused' },
  rolled_back: { name: 'Rolled back', query: 'status=rolled_back' },
  failed: { name: 'Failed', query: 'status=failed' },
};

export function WorkflowsView({ api, operates }: ViewProps) {
  const [shown, setShown] = useState('operator');
  const [open, setOpen] = useState<AdminWorkflow | null>(null);
  const { data, problem, refresh } = usePolled<{ workflows: AdminWorkflow[] }>(
    api,
    `/workflows?limit=100&${SHOWN[shown]!.query}`,
    ['workflows'],
  );
  return (
    <>
      <ViewTitle>Workflows</ViewTitle>
      <div className="max-w-xs">
        <Field label="Show">
          {(props) => (
            <Select {...props} value={shown} onChange={(event) => setShown(event.target.value)}>
              {Object.entries(SHOWN).map(([id, { name }]) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Problem problem={problem} />
      {data === null ? <p className="text-sm text-quiet">Loading…</p> : null}
      {data?.workflows.length === 0 ? <p className="text-sm text-quiet">None at the moment.</p> : null}
      {data && data.workflows.length > 0 ? (
        <ul aria-label="Workflows" className="divide-y divide-line rounded-lg border bg-surface">
          {data.workflows.map((workflow) => (
            <li key={workflow.workflow_id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1 basis-64">
                <a
                  href={`#trials/${workflow.tenant_id}`}
                  className="font-medium break-words underline underline-offset-2"
                >
                  {workflow.business_name}
                </a>
                <p className="text-[0.8125rem] text-quiet">
                  {inWords(workflow.current_step)}: {inWords(workflow.status).toLowerCase()} since{' '}
                  {timeInWords(workflow.interrupts[0]?.raised_at || workflow.updated_at)}
                </p>
                {workflow.interrupts.map(({ kind, reason }) => (
                  <p key={kind} className="text-sm break-words">
                    {inWords(kind)}: {reason}
                  </p>
                ))}
              </div>
              <Button size="small" onClick={() => setOpen(workflow)}>
                {operates ? 'Decide' : 'Look'}
                <span className="sr-only"> on {workflow.business_name}</span>
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {open ? (
        <WorkflowDialog
          api={api}
          workflow={open}
          operates={operates}
          onClose={() => setOpen(null)}
          onDone={refresh}
        />
      ) : null}
    </>
  );
}
