/** The platform in numbers, kept current. */
import type { Overview } from '#lib/contracts/admin-usage.ts';
import { HealthCard } from './health-card.tsx';
import { OverviewCharts } from './overview-charts.tsx';
import { dollarsInWords, Fact, Problem, percentInWords, ViewTitle } from './parts.tsx';
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
  const { trials, conversion, questions, spend } = overview;
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
        <Fact name="Assistant went live">{ofAll(conversion.live, conversion.started)}</Fact>
        <Fact name="Put on a plan">{ofAll(conversion.upgraded, conversion.started)}</Fact>
        <Fact name="Questions in 30 days">{asked.toLocaleString('en')}</Fact>
        <Fact name="Without an answer">{shareInWords(overview.unanswered_share)}</Fact>
        <Fact name="Failed">{shareInWords(overview.failed_share)}</Fact>
        <Fact name="Spent today">{dollarsInWords(spend.today.cost_micro_usd)}</Fact>
        <Fact name="Spent in 30 days">{dollarsInWords(spend.cost_micro_usd)}</Fact>
      </dl>
      <OverviewCharts overview={overview} />
    </>
  );
}

const shareInWords = (share: number | null) => (share === null ? '–' : percentInWords(share));

function ofAll(some: number, all: number): string {
  return all === 0 ? String(some) : `${some} (${percentInWords(some / all)})`;
}
