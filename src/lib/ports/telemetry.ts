/** Where numbers about the running product go: all of them are in the catalogue (contracts/metrics.ts). Nothing here throws or waits. */
import type { CounterName, GaugeName, HistogramName, LabelsOf } from '#lib/contracts/metrics.ts';

export interface Sample<N extends GaugeName> {
  labels: LabelsOf<N>;
  value: number;
}

export interface Exposition {
  contentType: string;
  text: string;
}

export interface Telemetry {
  /** Adds to a counter; `by` is not negative. */
  count<N extends CounterName>(name: N, labels: LabelsOf<N>, by?: number): void;
  /** `value` in the unit that the name ends with. */
  observe<N extends HistogramName>(name: N, labels: LabelsOf<N>, value: number): void;
  /** Sets what is true now. */
  set<N extends GaugeName>(name: N, labels: LabelsOf<N>, value: number): void;
  /** Moves what is true now. */
  add<N extends GaugeName>(name: N, labels: LabelsOf<N>, by: number): void;
  /** All that is true now of a gauge; what is not among it is gone, and with none of it the gauge is. */
  replace<N extends GaugeName>(name: N, samples: readonly Sample<N>[]): void;
  /** All of it as Prometheus reads it. */
  expose(): Promise<Exposition>;
}

/** For tools and tests that measure nothing. */
export const noTelemetry: Telemetry = {
  count() {},
  observe() {},
  set() {},
  add() {},
  replace() {},
  expose: async () => ({ contentType: 'text/plain', text: '' }),
};
