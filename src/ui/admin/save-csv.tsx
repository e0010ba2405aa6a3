/** A button that saves a list of the API as a CSV file, all of its pages up to a bound. */
import { Button } from '../components/button.tsx';
import type { AdminApi } from './admin-api.ts';
import { Problem } from './parts.tsx';
import { useAction } from './use-action.ts';

const PAGE_ROWS = 200;
/** So that the browser keeps it in memory easily. */
const ROWS_MAX = 10_000;

interface SaveCsvProps<T> {
  api: AdminApi;
  /** Such as `/audit?action=trial.`; it takes `limit` and, where there are pages, `cursor`. */
  path: string;
  /** The name of the list in the answer. */
  list: string;
  file: string;
  toCsv: (rows: readonly T[]) => string;
}

type Page<T> = { next_cursor?: string | null } & { [list: string]: T[] };

export function SaveCsv<T>({ api, path, list, file, toCsv }: SaveCsvProps<T>) {
  const { busy, problem, run } = useAction();
  const save = () =>
    run(async () => {
      const rows: T[] = [];
      let after: string | null = null;
      do {
        const query = new URLSearchParams({ limit: String(PAGE_ROWS), ...(after ? { cursor: after } : {}) });
        const page: Page<T> = await api.request(`${path}${path.includes('?') ? '&' : '?'}${query}`);
        rows.push(...page[list]!);
        after = page.next_cursor ?? null;
      } while (after !== null && rows.length < ROWS_MAX);
      download(file, toCsv(rows));
    }, `Saved as ${file}.`);
  return (
    <div className="grid justify-items-end gap-2">
      <Button size="small" aria-disabled={busy} onClick={save}>
        Save as CSV
      </Button>
      <Problem problem={problem} />
    </div>
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
