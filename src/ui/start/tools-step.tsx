/** What the assistant may do besides answering, with the reason for each. */
import { useAnnouncer } from '../components/announcer.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { ToolRow } from './tool-row.tsx';
import type { Tools } from './use-tools.ts';

/** `chosen`: the recommendation has been made. */
export function ToolsStep({ tools: known, chosen }: { tools: Tools; chosen: boolean }) {
  const { announce } = useAnnouncer();
  const { tools, problem, secrets, refresh, update } = known;
  if (problem && !tools) return <ProblemNotice problem={problem} onRetry={refresh} />;
  if (!tools) return <p className="text-sm text-quiet">Loading…</p>;
  // Those it has first; sorting is stable, so a list keeps the catalogue's order.
  const sorted = [...tools].sort((a, b) => Number(b.assigned) - Number(a.assigned));
  return (
    <div className="grid max-w-2xl gap-3">
      <p className="text-sm text-quiet">
        {chosen
          ? 'These were chosen after reading your documents. Nothing is done without a visitor’s own click.'
          : 'They are chosen once your documents are assessed. You may choose already; your choice stays.'}
      </p>
      <ul aria-label="Tools" className="divide-y divide-line rounded-xl border bg-surface px-4 sm:px-5">
        {sorted.map((tool) => (
          <ToolRow
            key={tool.tool}
            tool={tool}
            secret={secrets[tool.tool]}
            onChange={async (change) => {
              await update(tool.tool, change);
              announce(
                change.assigned === undefined
                  ? `${tool.title}: saved.`
                  : `${tool.title}: ${change.assigned ? 'added' : 'taken away'}.`,
              );
            }}
          />
        ))}
      </ul>
    </div>
  );
}
