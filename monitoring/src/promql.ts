/** The few shapes of query that all panels are made of. Counters are rated and summed; what every process tells alike is never summed. */
import { type CounterName, type GaugeName, type HistogramName, METRICS } from '#lib/contracts/metrics.ts';

/** Matchers inside of braces, such as `outcome="failed"`. */
interface Selection {
  by?: readonly string[];
  where?: string;
}

const INTERVAL = '$__rate_interval';
const INSTANCE = 'instance=~"$instance"';

function select(name: string, where: string | undefined, instance = true): string {
  const matchers = [instance ? INSTANCE : '', where ?? ''].filter((matcher) => matcher !== '');
  return matchers.length > 0 ? `${name}{${matchers.join(', ')}}` : name;
}

const over = (by: readonly string[] | undefined) => (by && by.length > 0 ? ` by (${by.join(', ')})` : '');

/** A second. */
export function rate(name: CounterName, { by, where }: Selection = {}): string {
  return `sum${over(by)} (rate(${select(name, where)}[${INTERVAL}]))`;
}

/** Over the time that the dashboard shows. */
export function total(name: CounterName, { by, where }: Selection = {}): string {
  return `sum${over(by)} (increase(${select(name, where)}[$__range]))`;
}

/** Share of what matches `part` in all that `where` selects; 0 where nothing matches. */
export function share(name: CounterName, part: string, { where }: Selection = {}): string {
  const both = [where, part].filter(Boolean).join(', ');
  return `(${rate(name, { where: both })} or vector(0)) / ${rate(name, where ? { where } : {})}`;
}

export function quantile(q: number, name: HistogramName, { by = [], where }: Selection = {}): string {
  return `histogram_quantile(${q}, sum by (${['le', ...by].join(', ')}) (rate(${select(`${name}_bucket`, where)}[${INTERVAL}])))`;
}

export function mean(name: HistogramName, { by, where }: Selection = {}): string {
  const part = (suffix: string) =>
    `sum${over(by)} (rate(${select(`${name}_${suffix}`, where)}[${INTERVAL}]))`;
  return `${part('sum')} / ${part('count')}`;
}

/** Observations a second. */
export function observed(name: HistogramName, { by, where }: Selection = {}): string {
  return `sum${over(by)} (rate(${select(`${name}_count`, where)}[${INTERVAL}]))`;
}

/** Observations a second by bucket, for heatmaps. */
export function buckets(name: HistogramName, where?: string): string {
  return `sum by (le) (rate(${select(`${name}_bucket`, where)}[${INTERVAL}]))`;
}

/** What one process says of itself: a sum over processes, or each of them `by` instance. What all say alike: the maximum. */
export function now(name: GaugeName, { by, where }: Selection = {}): string {
  const shared = 'shared' in METRICS[name];
  return `${shared ? 'max' : 'sum'}${over(by)} (${select(name, where, !shared)})`;
}
