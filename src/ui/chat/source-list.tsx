/** The passages behind an answer; each opens in its context. */
import type { Citation } from '#lib/contracts/ask.ts';

/** "Arrival › Parking · page 2"; a heading that only repeats the title is left out. */
export function placeOf({ title, heading, page }: Pick<Citation, 'title' | 'heading' | 'page'>): string {
  const [first = '', ...rest] = (heading ?? '').split(' › ');
  const path = first.toLowerCase() === title.toLowerCase() ? rest : [first, ...rest];
  return [path.join(' › '), page === null ? '' : `page ${page}`].filter(Boolean).join(' · ');
}

interface SourceListProps {
  sources: Citation[];
  label: string;
  onOpen: (citation: Citation) => void;
}

export function SourceList({ sources, label, onOpen }: SourceListProps) {
  if (sources.length === 0) return null;
  return (
    <section aria-label={label} className="grid grid-cols-1 gap-1.5">
      <h4 className="text-[0.8125rem] font-medium text-quiet">{label}</h4>
      <ol className="grid grid-cols-1 gap-1.5">
        {sources.map((citation) => {
          const place = placeOf(citation);
          return (
            <li key={citation.n}>
              <button
                type="button"
                onClick={() => onOpen(citation)}
                className="flex w-full gap-2.5 rounded-md border bg-surface px-3 py-2 text-left text-[0.8125rem] transition-colors hover:border-field hover:bg-subtle"
              >
                <span className="mt-px flex h-5 min-w-5 shrink-0 items-center justify-center rounded-sm bg-brass-soft px-1 text-xs font-semibold text-brass">
                  {citation.n}
                </span>
                <span className="min-w-0 flex-1">
                  <span className="block truncate">
                    <span className="font-medium">{citation.title}</span>
                    {place ? <span className="text-quiet"> › {place}</span> : null}
                  </span>
                  <span className="mt-0.5 line-clamp-2 break-words text-quiet">{citation.snippet}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
