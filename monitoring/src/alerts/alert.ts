/** What an alert is, as data. */
import type { DashboardName } from '../names.ts';

/** P0 wakes somebody; P1 is for today, with a ticket; P2 is a ticket. */
export type Severity = 'P0' | 'P1' | 'P2';

/** A length of time in Prometheus’s own words, such as `5m`; drills shorten all of them alike. */
export type Window = (duration: string) => string;

export interface Alert {
  /** Its name, and its heading in the runbook. Burn rates give a name to several rules, which `labels` tell apart. */
  name: string;
  severity: Severity;
  /** Who looks, and what inhibits what. */
  component:
    | 'api'
    | 'answers'
    | 'models'
    | 'process'
    | 'database'
    | 'redis'
    | 'queue'
    | 'security'
    | 'trials'
    | 'monitoring';
  expr: (window: Window) => string;
  /** How long it must be true. */
  for?: string;
  labels?: Readonly<Record<string, string>>;
  summary: string;
  description: string;
  dashboard: DashboardName;
}

/** Share of counts that match `part` among those that match `where`, with the least number of them that says anything. */
export function shareAbove(
  metric: string,
  part: string,
  where: string,
  options: { by?: string; within: string; above: number; least: number },
): string {
  const over = options.by ? ` by (${options.by})` : '';
  const both = [where, part].filter(Boolean).join(', ');
  const all = where ? `${metric}{${where}}` : metric;
  const sum = (what: string) => `sum${over} (increase(${what}[${options.within}]))`;
  return `${sum(`${metric}{${both}}`)}\n  / ${sum(all)} > ${options.above}\nand ${sum(all)} >= ${options.least}`;
}
