/** Questions that got no answer, equal ones together: what knowledge bases lack. */
import type { UnansweredQuestion } from '#lib/contracts/admin-usage.ts';
import { Problem, timeInWords, ViewTitle } from './parts.tsx';
import { SaveCsv } from './save-csv.tsx';
import { unansweredCsv } from './trials-csv.ts';
import { usePolled } from './use-polled.ts';
import type { ViewProps } from './view-props.ts';

export function QuestionsView({ api }: ViewProps) {
  const { data, problem } = usePolled<{ questions: UnansweredQuestion[] }>(api, '/unanswered?limit=100');
  return (
    <>
      <ViewTitle
        aside={
          <SaveCsv
            api={api}
            path="/unanswered"
            list="questions"
            file="unanswered.csv"
            toCsv={unansweredCsv}
          />
        }
      >
        Unanswered questions
      </ViewTitle>
      <p className="text-sm text-quiet">
        Of the last 30 days, the most asked first. A document that answers them is what the knowledge base
        lacks.
      </p>
      <Problem problem={problem} />
      {data === null ? <p className="text-sm text-quiet">Loading…</p> : null}
      {data?.questions.length === 0 ? <p className="text-sm text-quiet">None.</p> : null}
      {data && data.questions.length > 0 ? (
        <ul aria-label="Unanswered questions" className="divide-y divide-line rounded-lg border bg-surface">
          {data.questions.map((one) => (
            <li key={one.tenant_id + one.question} className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-3">
              <p className="min-w-0 flex-1 basis-64 text-sm break-words">{one.question}</p>
              <p className="text-[0.8125rem] text-quiet">
                {one.asked} × ·{' '}
                <a href={`#trials/${one.tenant_id}`} className="underline underline-offset-2">
                  {one.business_name}
                </a>{' '}
                · {timeInWords(one.last_asked_at)}
              </p>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
