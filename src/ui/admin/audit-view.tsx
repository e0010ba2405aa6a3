/** Who did what, newest first: filtered, and saved as CSV. */
import { useDeferredValue, useState } from 'react';
import type { AuditEntry } from '#lib/contracts/admin.ts';
import { Button } from '../components/button.tsx';
import { Field, Input } from '../components/field.tsx';
import { auditCsv } from './audit-csv.ts';
import { Problem, timeInWords, ViewTitle } from './parts.tsx';
import { useAction } from './use-action.ts';
import { usePolled } from './use-polled.ts';
import type { ViewProps } from './view-props.ts';

interface AuditPage {
  entries: AuditEntry[];
  next_cursor: string | null;
}

const PAGE_ROWS = 50;
const CSV_PAGE_ROWS = 200;
/** So that the browser keeps it in memory easily. */
const CSV_ROWS_MAX = 10_000;

export function AuditView({ api }: ViewProps) {
  const [action, setAction] = useState('');
  const [subject, setSubject] = useState('');
  const [cursor, setCursor] = useState<string[]>([]);
  const { busy, problem: failed, run } = useAction();
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

  const save = () =>
    run(async () => {
      const entries: AuditEntry[] = [];
      let after: string | null = null;
      do {
        const page: AuditPage = await api.request(pathOf(CSV_PAGE_ROWS, after));
        entries.push(...page.entries);
        after = page.next_cursor;
      } while (after !== null && entries.length < CSV_ROWS_MAX);
      download('audit.csv', auditCsv(entries));
    }, 'Saved as audit.csv.');

  return (
    <>
      <ViewTitle
        aside={
          <Button size="small" aria-disabled={busy} onClick={save}>
            Save as CSV
          </Button>
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
      <Problem problem={failed ?? problem} />
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

/** With a mark by which spreadsheets know the encoding. */
function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
