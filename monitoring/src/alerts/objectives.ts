/**
 * Service level objectives over 30 days and the rates at which burning their budget alarms (Google’s SRE workbook, chapter 5:
 * two windows each, so that an alert comes soon and goes soon).
 */
import type { Alert, Severity, Window } from './alert.ts';

export interface Objective {
  slo: string;
  alert: string;
  /** Share of events that are good. */
  target: number;
  /** Bad ones and all of them, a second, over a window. */
  bad: (window: string) => string;
  all: (window: string) => string;
  component: Alert['component'];
  dashboard: Alert['dashboard'];
  /** Whether fast burning wakes somebody. */
  pages: boolean;
  what: string;
}

const HTTP = 'frontdesk_http_request_duration_seconds_count';
/** Probes and scrapes are no visitors. */
const VISITORS = 'route!~"/api/(health|metrics).*"';
const ASK = 'frontdesk_ask_duration_seconds';
const QUOTED = 'stage="total", mode=~"extractive|curated"';
const FIRST_TOKEN = 'frontdesk_model_first_token_seconds';
const rate = (metric: string, where: string) => (window: string) =>
  `sum(rate(${where === '' ? metric : `${metric}{${where}}`}[${window}]))`;
const slower = (metric: string, where: string, le: string) => (window: string) =>
  `(${rate(`${metric}_count`, where)(window)} - ${rate(`${metric}_bucket`, [where, `le="${le}"`].filter(Boolean).join(', '))(window)})`;

export const OBJECTIVES: readonly Objective[] = [
  {
    slo: 'api-availability',
    alert: 'ApiErrorBudgetBurn',
    target: 0.999,
    bad: rate(HTTP, `status_class="5xx", ${VISITORS}`),
    all: rate(HTTP, VISITORS),
    component: 'api',
    dashboard: 'system-health',
    pages: true,
    what: 'requests end in a server error',
  },
  {
    slo: 'ask-availability',
    alert: 'AskErrorBudgetBurn',
    target: 0.995,
    bad: rate('frontdesk_asks_total', 'outcome="error"'),
    all: rate('frontdesk_asks_total', 'outcome!="aborted"'),
    component: 'answers',
    dashboard: 'rag-pipeline',
    pages: true,
    what: 'questions end in an error',
  },
  {
    slo: 'answer-latency',
    alert: 'AnswerLatencyBudgetBurn',
    target: 0.99,
    bad: slower(ASK, QUOTED, '2.5'),
    all: rate(`${ASK}_count`, QUOTED),
    component: 'answers',
    dashboard: 'rag-pipeline',
    pages: true,
    what: 'quoted or curated answers take longer than 2.5 s',
  },
  {
    slo: 'first-token-latency',
    alert: 'FirstTokenLatencyBudgetBurn',
    target: 0.95,
    bad: slower(FIRST_TOKEN, '', '2.5'),
    all: rate(`${FIRST_TOKEN}_count`, ''),
    component: 'models',
    dashboard: 'rag-pipeline',
    pages: false,
    what: 'answers of models begin later than 2.5 s',
  },
];

export interface BurnRate {
  long: string;
  short: string;
  /** Times the rate that uses the budget up in exactly 30 days. */
  factor: number;
  pages: boolean;
  /** Events within the long window below which nothing is said. */
  least: number;
  budget: string;
}

export const BURN_RATES: readonly BurnRate[] = [
  {
    long: '1h',
    short: '5m',
    factor: 14.4,
    pages: true,
    least: 60,
    budget: '2 % of the month’s budget in an hour',
  },
  {
    long: '6h',
    short: '30m',
    factor: 6,
    pages: true,
    least: 120,
    budget: '5 % of the month’s budget in six hours',
  },
  {
    long: '3d',
    short: '6h',
    factor: 1,
    pages: false,
    least: 500,
    budget: '10 % of the month’s budget in three days',
  },
];

const RATIO = 'frontdesk:slo_errors:ratio_rate';
const EVENTS = 'frontdesk:slo_events:increase';
const WINDOWS = [...new Set(BURN_RATES.flatMap(({ long, short }) => [short, long]))];

export interface Recording {
  record: string;
  labels: Readonly<Record<string, string>>;
  expr: (window: Window) => string;
}

export const RECORDINGS: readonly Recording[] = OBJECTIVES.flatMap(({ slo, bad, all }) => [
  ...WINDOWS.map((length) => ({
    record: `${RATIO}${length}`,
    labels: { slo },
    expr: (window: Window) => `(${bad(window(length))} or vector(0)) / ${all(window(length))}`,
  })),
  ...BURN_RATES.map(({ long }) => ({
    record: `${EVENTS}${long}`,
    labels: { slo },
    expr: (window: Window) => all(window(long)).replaceAll('rate(', 'increase('),
  })),
]);

/** 0.001 × 14.4 without the dust of binary fractions. */
const product = (budget: number, factor: number) => Number((budget * factor).toPrecision(6));

export const BURN_ALERTS: readonly Alert[] = OBJECTIVES.flatMap((objective) =>
  BURN_RATES.map(({ long, short, factor, pages, least, budget }): Alert => {
    const of = (name: string) => `${name}{slo="${objective.slo}"}`;
    const above = product(1 - objective.target, factor);
    const severity: Severity = !pages ? 'P2' : objective.pages ? 'P0' : 'P1';
    return {
      name: objective.alert,
      severity,
      component: objective.component,
      labels: { long, short },
      expr: () =>
        `${of(`${RATIO}${long}`)} > ${above}\nand ${of(`${RATIO}${short}`)} > ${above}\nand ${of(`${EVENTS}${long}`)} >= ${least}`,
      for: pages ? '1m' : '15m',
      summary: `Too many ${objective.what}`,
      description: `{{ $value | humanizePercentage }} over ${long}; the objective allows ${percent(1 - objective.target)}. Going on like this uses ${budget}.`,
      dashboard: objective.dashboard,
    };
  }),
);

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(4))} %`;
}
