/** Who did what, newest first: filtered, and saved as CSV. */
import { useDeferredValue, useState } from 'react';
import type { AuditEntry } from '#lib/contracts/admin.ts';
import { Button } from '../components/button.tsx';
import { Field, Input } from '../components/field.tsx';
import { auditCsv } from './audit-csv.ts';
import { Problem, timeInWords, ViewTitle } from './parts.tsx';
import { SaveCsv } from './save-csv.tsx';
import { usePolled } from './use-polled.ts';
import type { ViewProps } from './view-props.ts';

interface AuditPage {
  entries: AuditEntry[];
  next_cursor: string | null;
}

const PAGE_ROWS = 50;

export function AuditView({ api }: ViewProps) {
  const [action, setAction] = useState('');
  const [subject, setSubject] = useState('');
  const [cursor, setCursor] = useState<string[]>([]);
  const filter = useDeferredValue(
    new URLSearchParams({
      ...(action.trim() ? { action: action.trim() } : {}),
      ...(subject.trim() ? { subject: subject.trim() } : {}),
    }).toString(),
  );
  const pathOf = (limit: number, after?: string | null) =>
    `/audit?limit=${limit}&${filter}${after ? `&cursor=${after}` : ''}`;
  const { data, problem } = usePolled<AuditPage>(api, pathOf(PAGE_ROWS, cursor.at(-1)), ['audit']);
  const next = data?.next_cursor;

  return (
    <>
      <ViewTitle
        aside={
          <SaveCsv api={api} path={`/audit?${filter}`} list="entries" file="audit.csv" toCsv={auditCsv} />
        }
      >
        Audit log
      </ViewTitle>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Action" hint="Whole, or a beginning that ends in a dot: trial.">
          {(props) => (
            <Input
              {...props}
              maxLength={64}
              value={action}
              onChange={(event) => {
                setAction(event.target.value);
                setCursor([]);
              }}
            />
          )}
        </Field>
        <Field label="Subject" hint="Such as trial: and the tenant’s id">
          {(props) => (
            <Input
              {...props}
              maxLength={200}
              value={subject}
              onChange={(event) => {
                setSubject(event.target.value);
                setCursor([]);
              }}
            />
          )}
        </Field>
      </div>
      <Problem problem={problem} />
      {data === null ? <p className="text-sm text-quiet">Loading…</p> : null}
      {data?.entries.length === 0 ? <p className="text-sm text-quiet">Nothing was written down.</p> : null}
      {data && data.entries.length > 0 ? (
        <ul aria-label="Audit log" className="divide-y divide-line rounded-lg border bg-surface">
          {data.entries.map((entry) => (
            <Entry key={entry.audit_id} entry={entry} />
          ))}
        </ul>
      ) : null}
      {cursor.length > 0 || next ? (
        <nav aria-label="Pages" className="flex justify-between">
          <Button disabled={cursor.length === 0} onClick={() => setCursor(cursor.slice(0, -1))}>
            Newer
          </Button>
          <Button disabled={!next} onClick={() => next && setCursor([...cursor, next])}>
            Older
          </Button>
        </nav>
      ) : null}
    </>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  return (
    <li className="grid gap-1 px-4 py-3 text-sm">
      <p className="flex flex-wrap gap-x-3">
        <code className="font-mono text-[0.8125rem] font-semibold break-all">{entry.action}</code>
        <span className="break-all">{entry.email ?? entry.actor}</span>
        <time dateTime={entry.created_at} className="text-quiet">
          {timeInWords(entry.created_at)}
        </time>
        {entry.address ? <span className="break-all text-quiet">from {entry.address}</span> : null}
      </p>
      {entry.subject ? <p className="text-[0.8125rem] break-all text-quiet">{entry.subject}</p> : null}
      {entry.before || entry.after ? (
        <p className="font-mono text-[0.8125rem] break-all">
          {entry.before ? JSON.stringify(entry.before) : '–'} → {JSON.stringify(entry.after)}
        </p>
      ) : null}
    </li>
  );
}
