/** What the set-up has done by itself so far, live. */
import { WORKFLOW_STEPS, type WorkflowView } from '#lib/contracts/workflow.ts';
import { Badge } from '../components/badge.tsx';
import { Progress } from '../components/progress.tsx';
import { stateOfStep, WORKFLOW_WORDS } from './words.ts';

export function WorkflowProgress({ view, waiting }: { view: WorkflowView | null; waiting: boolean }) {
  return (
    <section aria-labelledby="workflow-title" className="rounded-xl border bg-surface px-4 py-3.5">
      <h2 id="workflow-title" className="text-sm font-semibold">
        What happens by itself
      </h2>
      {view ? (
        <>
          <p className="mt-0.5 mb-2 text-[0.8125rem] text-quiet">{view.progress_percent} % done</p>
          <Progress label="Progress of the set-up" percent={view.progress_percent} />
          <ol aria-label="Steps of the set-up" className="mt-3 grid gap-1.5 text-[0.8125rem]">
            {WORKFLOW_STEPS.map((step) => {
              const { state, tone, word } = stateOfStep(step, view, waiting);
              const { todo, done } = WORKFLOW_WORDS[step];
              return (
                <li
                  key={step}
                  data-step={step}
                  data-state={state}
                  className="flex flex-wrap items-center justify-between gap-x-3"
                >
                  <span className={state === 'to-come' ? 'text-quiet' : ''}>
                    {state === 'done' ? done : todo}
                  </span>
                  <Badge tone={tone}>{word}</Badge>
                </li>
              );
            })}
          </ol>
        </>
      ) : (
        <p className="mt-1 text-sm text-quiet">Loading…</p>
      )}
    </section>
  );
}
