/** A case for `promtool test rules`: what was measured, and exactly which alerts fire then. */

/** Series in promtool’s notation, by name with labels; one value an interval. */
export type Series = Readonly<Record<string, string>>;

export interface Fired {
  /** All labels but the name’s. */
  labels: Readonly<Record<string, string>>;
  summary: string;
  description: string;
}

export interface RuleCase {
  alert: string;
  /** `fires`, or the reason why it stays quiet. */
  title: string;
  /** Between values, and between evaluations unless `evaluated` says otherwise. */
  every: '1m' | '5m' | '30m';
  evaluated?: RuleCase['every'];
  series: Series;
  at: string;
  /** Empty: no alert of this name fires. */
  fired: readonly Fired[];
}

/** A counter from 0 in pieces of so many intervals, with so much more in each interval. */
export function counter(...pieces: readonly (readonly [intervals: number, each: number])[]): string {
  let value = 0;
  const parts = ['0'];
  for (const [intervals, each] of pieces) {
    if (intervals < 1) continue;
    parts.push(`${value + each}+${each}x${intervals - 1}`);
    value += each * intervals;
  }
  return parts.join(' ');
}

/** A gauge that stays. */
export const still = (value: number, intervals = 120): string => `${value}x${intervals}`;

interface Pair extends Fired {
  /** Beside severity and component. */
  fires: Series;
  quiet: Series;
  at: string;
  quietAt?: string;
  every?: RuleCase['every'];
}

/** Two cases: above the threshold, and just below it. */
export function pair(alert: string, { fires, quiet, at, quietAt, every = '1m', ...fired }: Pair): RuleCase[] {
  return [
    { alert, title: 'fires', every, series: fires, at, fired: [fired] },
    { alert, title: 'is quiet below the threshold', every, series: quiet, at: quietAt ?? at, fired: [] },
  ];
}
