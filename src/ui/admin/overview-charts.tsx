/** Questions, failures and spend of the last days: drawn, and the same in one table. */
import type { ReactNode } from 'react';
import type { Overview } from '#lib/contracts/admin-usage.ts';
import { plural } from '../words.ts';
import { DayChart } from './day-chart.tsx';
import { Card, dollarsInWords } from './parts.tsx';

export function OverviewCharts({ overview: { questions, spend } }: { overview: Overview }) {
  const asked = questions.reduce((sum, day) => sum + day.asked, 0);
  const failed = questions.reduce((sum, day) => sum + day.failed, 0);
  const tokens = spend.prompt_tokens + spend.completion_tokens;
  return (
    <>
      <Chart title="Questions a day" summary={`${plural(asked, 'question')} in ${questions.length} days`}>
        <DayChart
          days={questions.map((one) => ({
            day: one.day,
            Answered: one.asked - one.unanswered,
            Unanswered: one.unanswered,
          }))}
          series={[
            { name: 'Answered', color: 'good' },
            { name: 'Unanswered', color: 'bad' },
          ]}
        />
      </Chart>
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-2">
        <Chart
          title="Failed questions a day"
          summary={
            failed === 0 ? 'None failed' : `${plural(failed, 'question')} failed; none of them counted`
          }
        >
          <DayChart
            days={questions.map((one) => ({ day: one.day, Failed: one.failed }))}
            series={[{ name: 'Failed', color: 'bad' }]}
          />
        </Chart>
        <Chart
          title="Spend a day"
          summary={`${dollarsInWords(spend.cost_micro_usd)} for ${plural(tokens, 'token')}${tokens > 0 && spend.cost_micro_usd === 0 ? '; no prices are configured' : ''}`}
        >
          <DayChart
            days={spend.days.map((one) => ({ day: one.day, Spent: one.cost_micro_usd }))}
            series={[{ name: 'Spent', color: 'brass' }]}
            format={dollarsInWords}
          />
        </Chart>
      </div>
      <Card>
        <details className="text-sm">
          <summary className="text-quiet">The same as a table</summary>
          <table className="mt-2 w-full text-left tabular-nums">
            <thead className="text-quiet">
              <tr>
                <th scope="col">Day</th>
                <th scope="col">Asked</th>
                <th scope="col">Unanswered</th>
                <th scope="col">Failed</th>
                <th scope="col">Spent</th>
              </tr>
            </thead>
            <tbody>
              {questions.map((one, index) => (
                <tr key={one.day}>
                  <td>{one.day}</td>
                  <td>{one.asked}</td>
                  <td>{one.unanswered}</td>
                  <td>{one.failed}</td>
                  <td>{dollarsInWords(spend.days[index]?.cost_micro_usd ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      </Card>
    </>
  );
}

function Chart({ title, summary, children }: { title: string; summary: string; children: ReactNode }) {
  return (
    <Card className="min-w-0">
      <h2 className="font-semibold tracking-tight">{title}</h2>
      <p className="mb-3 text-[0.8125rem] text-quiet">{summary}</p>
      {children}
    </Card>
  );
}
