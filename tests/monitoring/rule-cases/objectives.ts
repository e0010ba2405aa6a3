/** Burn rates: each pair of windows fires by itself, few events say nothing, and what is over is over. */
import { counter, type Fired, type RuleCase, type Series } from './rule-case.ts';

type Pieces = readonly (readonly [intervals: number, bad: number, good: number])[];

interface Measured {
  alert: string;
  slo: string;
  component: string;
  /** Of the two fast windows. */
  page: 'P0' | 'P1';
  summary: string;
  allows: string;
  /** Bad and good events as series of the product. */
  series: (bad: string, good: string, all: string) => Series;
  /** Events in a thousand that are bad when the budget burns as fast as each pair of windows asks, and a little more. */
  fast: number;
  slow: number;
  ticket: number;
  /** Not enough for any. */
  fine: number;
  says: { fast: string; fastTicket: string; slow: string; slowTicket: string; ticket: string };
}

const HTTP = 'frontdesk_http_request_duration_seconds_count';
const ASK = 'frontdesk_ask_duration_seconds';
const FIRST = 'frontdesk_model_first_token_seconds';

const MEASURED: readonly Measured[] = [
  {
    alert: 'ApiErrorBudgetBurn',
    slo: 'api-availability',
    component: 'api',
    page: 'P0',
    summary: 'Too many requests end in a server error',
    allows: '0.1 %',
    series: (bad, good) => ({
      [`${HTTP}{job="frontdesk-server", instance="a", route="/api/ask", method="POST", status_class="5xx"}`]:
        bad,
      [`${HTTP}{job="frontdesk-server", instance="b", route="/api/trial", method="GET", status_class="2xx"}`]:
        good,
      // Probes that fail are no visitors.
      [`${HTTP}{job="frontdesk-server", instance="b", route="/api/health/ready", method="GET", status_class="5xx"}`]:
        good,
    }),
    fast: 20,
    slow: 8,
    ticket: 2,
    fine: 0.5,
    says: { fast: '2%', fastTicket: '0.3333%', slow: '0.8%', slowTicket: '0.8%', ticket: '0.2%' },
  },
  {
    alert: 'AskErrorBudgetBurn',
    slo: 'ask-availability',
    component: 'answers',
    page: 'P0',
    summary: 'Too many questions end in an error',
    allows: '0.5 %',
    series: (bad, good) => ({
      'frontdesk_asks_total{job="frontdesk-server", instance="a", via="widget", outcome="error"}': bad,
      'frontdesk_asks_total{job="frontdesk-server", instance="a", via="api", outcome="answered"}': good,
      // Askers that leave are no errors.
      'frontdesk_asks_total{job="frontdesk-server", instance="a", via="api", outcome="aborted"}': good,
    }),
    fast: 80,
    slow: 40,
    ticket: 10,
    fine: 4,
    says: { fast: '8%', fastTicket: '1.333%', slow: '4%', slowTicket: '4%', ticket: '1%' },
  },
  {
    alert: 'AnswerLatencyBudgetBurn',
    slo: 'answer-latency',
    component: 'answers',
    page: 'P0',
    summary: 'Too many quoted or curated answers take longer than 2.5 s',
    allows: '1 %',
    series: (bad, good, all) => ({
      [`${ASK}_bucket{job="frontdesk-server", instance="a", stage="total", mode="extractive", le="2.5"}`]:
        good,
      [`${ASK}_count{job="frontdesk-server", instance="a", stage="total", mode="extractive"}`]: all,
      // A model’s words may take longer.
      [`${ASK}_bucket{job="frontdesk-server", instance="a", stage="total", mode="llm", le="2.5"}`]: bad,
      [`${ASK}_count{job="frontdesk-server", instance="a", stage="total", mode="llm"}`]: all,
    }),
    fast: 200,
    slow: 80,
    ticket: 20,
    fine: 5,
    says: { fast: '20%', fastTicket: '3.333%', slow: '8%', slowTicket: '8%', ticket: '2%' },
  },
  {
    alert: 'FirstTokenLatencyBudgetBurn',
    slo: 'first-token-latency',
    component: 'models',
    page: 'P1',
    summary: 'Too many answers of models begin later than 2.5 s',
    allows: '5 %',
    series: (_bad, good, all) => ({
      [`${FIRST}_bucket{job="frontdesk-server", instance="a", model="m", le="2.5"}`]: good,
      [`${FIRST}_count{job="frontdesk-server", instance="a", model="m"}`]: all,
    }),
    fast: 800,
    slow: 400,
    ticket: 100,
    fine: 40,
    says: { fast: '80%', fastTicket: '13.33%', slow: '40%', slowTicket: '40%', ticket: '10%' },
  },
];

const RATES = {
  fast: { long: '1h', short: '5m', uses: '2 % of the month’s budget in an hour' },
  slow: { long: '6h', short: '30m', uses: '5 % of the month’s budget in six hours' },
  ticket: { long: '3d', short: '6h', uses: '10 % of the month’s budget in three days' },
} as const;

function fired(of: Measured, rate: keyof typeof RATES, value: string): Fired {
  const { long, short, uses } = RATES[rate];
  return {
    labels: {
      severity: rate === 'ticket' ? 'P2' : of.page,
      component: of.component,
      slo: of.slo,
      long,
      short,
    },
    summary: of.summary,
    description: `${value} over ${long}; the objective allows ${of.allows}. Going on like this uses ${uses}.`,
  };
}

function measure(of: Measured, pieces: Pieces): Series {
  return of.series(
    counter(...pieces.map(([intervals, bad]) => [intervals, bad] as const)),
    counter(...pieces.map(([intervals, , good]) => [intervals, good] as const)),
    counter(...pieces.map(([intervals, bad, good]) => [intervals, bad + good] as const)),
  );
}

/** Of a thousand events an interval. */
const share = (intervals: number, bad: number) => [intervals, bad, 1_000 - bad] as const;

export const OBJECTIVE_CASES: readonly RuleCase[] = MEASURED.flatMap((of): RuleCase[] => {
  const one = (
    title: string,
    pieces: Pieces,
    at: string,
    alerts: readonly Fired[],
    every: RuleCase['every'] = '1m',
  ): RuleCase => ({
    alert: of.alert,
    title,
    every,
    evaluated: every === '1m' ? '5m' : every,
    series: measure(of, pieces),
    at,
    fired: alerts,
  });
  return [
    one('fires within the hour when the budget burns fast', [share(300, 0), share(60, of.fast)], '360m', [
      fired(of, 'fast', of.says.fast),
      fired(of, 'ticket', of.says.fastTicket),
    ]),
    one('fires within six hours when it burns more slowly', [share(360, of.slow)], '360m', [
      fired(of, 'slow', of.says.slow),
      fired(of, 'ticket', of.says.slowTicket),
    ]),
    one(
      'makes a ticket of what burns for days',
      [share(144, of.ticket)],
      '4320m',
      [fired(of, 'ticket', of.says.ticket)],
      '30m',
    ),
    one('is quiet below the threshold', [share(144, of.fine)], '4320m', [], '30m'),
    one(
      'is quiet about a few events',
      [
        [5, 2, 0],
        [355, 0, 0],
      ],
      '10m',
      [],
    ),
    one('no longer pages when it is over', [share(300, 0), share(10, of.fast), share(35, 0)], '345m', []),
  ];
});
