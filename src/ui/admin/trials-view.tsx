/** The trials of all tenants: searched, filtered, a page at a time. */
import { useDeferredValue, useState } from 'react';
import type { AdminTrial } from '#lib/contracts/admin-trials.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { dateInWords } from '../words.ts';
import { inWords, Problem, ViewTitle } from './parts.tsx';
import { SaveCsv } from './save-csv.tsx';
import { trialsCsv } from './trials-csv.ts';
import { usePolled } from './use-polled.ts';
import type { ViewProps } from './view-props.ts';

const TONES = { trial: 'busy', expired: 'plain', active: 'good' } as const;

export function TrialStatus({ status }: { status: AdminTrial['status'] }) {
  return <Badge tone={TONES[status]}>{status === 'active' ? 'On a plan' : inWords(status)}</Badge>;
}

export function TrialsView({ api }: ViewProps) {
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState('');
  // The cursors of the pages before this one.
  const [pages, setPages] = useState<string[]>([]);
  const wanted = useDeferredValue(search);
  const filter = new URLSearchParams({
    ...(wanted.trim() ? { search: wanted.trim() } : {}),
    ...(status ? { status } : {}),
  }).toString();
  const page = new URLSearchParams({
    limit: '25',
    ...(pages.length > 0 ? { cursor: pages.at(-1)! } : {}),
  });
  const { data, problem } = usePolled<{ trials: AdminTrial[]; next_cursor: string | null }>(
    api,
    `/trials?${page}&${filter}`,
    ['trials', 'workflows'],
  );
  const next = data?.next_cursor;

  return (
    <>
      <ViewTitle
        aside={
          <SaveCsv api={api} path={`/trials?${filter}`} list="trials" file="trials.csv" toCsv={trialsCsv} />
        }
      >
        Trials
      </ViewTitle>
      <div className="grid gap-3 sm:grid-cols-[2fr_1fr]">
        <Field label="Search">
          {(props) => (
            <Input
              {...props}
              type="search"
              maxLength={200}
              placeholder="Business, e-mail or tenant id"
              value={search}
              onChange={(event) => {
                setSearch(event.target.value);
                setPages([]);
              }}
            />
          )}
        </Field>
        <Field label="State">
          {(props) => (
            <Select
              {...props}
              value={status}
              onChange={(event) => {
                setStatus(event.target.value);
                setPages([]);
              }}
            >
              <option value="">All</option>
              <option value="trial">Running</option>
              <option value="expired">Over</option>
              <option value="active">On a plan</option>
            </Select>
          )}
        </Field>
      </div>
      <Problem problem={problem} />
      {data === null ? <p className="text-sm text-quiet">Loading…</p> : null}
      {data?.trials.length === 0 ? <p className="text-sm text-quiet">No trials.</p> : null}
      {data && data.trials.length > 0 ? (
        <ul aria-label="Trials" className="divide-y divide-line rounded-lg border bg-surface">
          {data.trials.map((trial) => (
            <li key={trial.tenant_id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
              <div className="min-w-0 flex-1 basis-56">
                <a
                  href={`#trials/${trial.tenant_id}`}
                  className="font-medium break-words underline underline-offset-2"
                >
                  {trial.business_name}
                </a>
                <p className="text-[0.8125rem] break-all text-quiet">{trial.email}</p>
              </div>
              <p className="text-[0.8125rem] text-quiet">
                {inWords(trial.workflow_step)}: {inWords(trial.workflow_status).toLowerCase()} ·{' '}
                {trial.queries_used} of {trial.queries_limit} questions
                {trial.status === 'active' ? '' : ` · until ${dateInWords(trial.expires_at)}`}
              </p>
              <TrialStatus status={trial.status} />
            </li>
          ))}
        </ul>
      ) : null}
      {pages.length > 0 || next ? (
        <nav aria-label="Pages" className="flex justify-between">
          <Button disabled={pages.length === 0} onClick={() => setPages(pages.slice(0, -1))}>
            Newer
          </Button>
          <Button disabled={!next} onClick={() => next && setPages([...pages, next])}>
            Older
          </Button>
        </nav>
      ) : null}
    </>
  );
}
