/** The platform in numbers, kept current. */
import type { Overview } from '#lib/contracts/admin-usage.ts';
import { plural } from '../words.ts';
import { HealthCard } from './health-card.tsx';
import { Card, Fact, Problem, percentInWords, ViewTitle } from './parts.tsx';
import { QuestionsChart } from './questions-chart.tsx';
import { usePolled } from './use-polled.ts';
import type { ViewProps } from './view-props.ts';

export function OverviewView({ api }: ViewProps) {
  const { data, problem } = usePolled<Overview>(api, '/usage', ['trials', 'workflows']);
  return (
    <>
      <ViewTitle>Overview</ViewTitle>
      <Problem problem={problem} />
      {data === null ? <p className="text-sm text-quiet">Loading…</p> : <Numbers overview={data} />}
      <HealthCard />
    </>
  );
}

function Numbers({ overview }: { overview: Overview }) {
  const { trials, conversion, questions } = overview;
  const asked = questions.reduce((sum, day) => sum + day.asked, 0);
  return (
    <>
      <dl className="grid grid-cols-2 gap-4 rounded-lg border bg-surface p-4 sm:grid-cols-4">
        <Fact name="Trials running">{trials.trial}</Fact>
        <Fact name="Trials over">{trials.expired}</Fact>
        <Fact name="On a plan">{trials.active}</Fact>
        <Fact name="Workflows that wait for you">
          <a href="#workflows" className="underline underline-offset-2">
            {overview.waiting_for_operator}
          </a>
        </Fact>
        <Fact name="Began a trial">{conversion.started}</Fact>
        <Fact name="Assistant went live">{conversion.live}</Fact>
        <Fact name="Questions in 30 days">{asked}</Fact>
        <Fact name="Without an answer">
          {overview.unanswered_share === null ? '–' : percentInWords(overview.unanswered_share)}
        </Fact>
      </dl>
      <Card>
        <h2 className="mb-3 font-semibold tracking-tight">Questions a day</h2>
        <p className="sr-only">
          {plural(asked, 'question')} in the last {questions.length} days; the table below says each day.
        </p>
        <QuestionsChart questions={questions} />
        <details className="mt-3 text-sm">
          <summary className="text-quiet">The same as a table</summary>
          <table className="mt-2 w-full text-left">
            <thead className="text-quiet">
              <tr>
                <th scope="col">Day</th>
                <th scope="col">Asked</th>
                <th scope="col">Unanswered</th>
              </tr>
            </thead>
            <tbody>
              {questions.map((day) => (
                <tr key={day.day}>
                  <td>{day.day}</td>
                  <td>{day.asked}</td>
                  <td>{day.unanswered}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      </Card>
    </>
  );
}
