/** The alerts and recordings as Prometheus reads them. Drills take the same rules with shorter windows. */
import { anchorOf, DASHBOARDS } from '../names.ts';
import type { Alert, Window } from './alert.ts';
import { BURN_ALERTS, RECORDINGS } from './objectives.ts';
import { PLATFORM_ALERTS } from './platform.ts';
import { PRODUCT_ALERTS } from './product.ts';

export const ALL_ALERTS: readonly Alert[] = [...BURN_ALERTS, ...PLATFORM_ALERTS, ...PRODUCT_ALERTS];

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
/** Rates need a few scrapes, also in drills. */
const SHORTEST_SECONDS = 5;

export function seconds(duration: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  if (!count || !unit) throw new Error(`“${duration}” is no length of time`);
  return Number(count) * UNIT_SECONDS[unit]!;
}

/** All windows divided by `by`. */
export const shortened =
  (by: number): Window =>
  (duration) =>
    `${Math.max(SHORTEST_SECONDS, Math.round(seconds(duration) / by))}s`;

interface RuleOptions {
  runbook: string;
  /** Divides all windows and waits; 1 when absent. */
  faster?: number;
  /** How often rules are evaluated. */
  interval?: string;
}

export function labelsOf(alert: Alert): Record<string, string> {
  return { severity: alert.severity, component: alert.component, ...alert.labels };
}

export function runbookUrl(runbook: string, alert: string): string {
  return `${runbook}#${anchorOf(alert)}`;
}

/** A JSON string is a YAML string. */
const quoted = (text: string) => JSON.stringify(text);

function map(indent: string, entries: Readonly<Record<string, string>>): string[] {
  return Object.entries(entries).map(([key, value]) => `${indent}${key}: ${quoted(value)}`);
}

function block(indent: string, expr: string): string[] {
  return ['expr: |-', ...expr.split('\n').map((line) => `  ${line}`)].map((line) => indent + line);
}

export function renderRules({ runbook, faster = 1, interval = '30s' }: RuleOptions): string {
  const window: Window = faster === 1 ? (duration) => duration : shortened(faster);
  const wait = (duration: string) => (faster === 1 ? duration : `${Math.round(seconds(duration) / faster)}s`);
  const group = (name: string, rules: string[][]) => [
    `  - name: ${name}`,
    `    interval: ${interval}`,
    '    rules:',
    ...rules.flat(),
  ];
  const alertRule = (alert: Alert) => [
    `      - alert: ${alert.name}`,
    ...block('        ', alert.expr(window)),
    ...(alert.for ? [`        for: ${wait(alert.for)}`] : []),
    '        labels:',
    ...map('          ', labelsOf(alert)),
    '        annotations:',
    ...map('          ', {
      summary: alert.summary,
      description: alert.description,
      runbook_url: runbookUrl(runbook, alert.name),
      dashboard: DASHBOARDS[alert.dashboard],
    }),
  ];
  return [
    '# Written by `npm run dashboards` from monitoring/src/alerts; edit there.',
    'groups:',
    ...group('frontdesk-objectives', [
      ...RECORDINGS.map(({ record, labels, expr }) => [
        `      - record: ${record}`,
        ...block('        ', expr(window)),
        '        labels:',
        ...map('          ', labels),
      ]),
      ...BURN_ALERTS.map(alertRule),
    ]),
    ...group('frontdesk-platform', PLATFORM_ALERTS.map(alertRule)),
    ...group('frontdesk-product', PRODUCT_ALERTS.map(alertRule)),
    '',
  ].join('\n');
}
