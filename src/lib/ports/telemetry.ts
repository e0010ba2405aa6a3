/** Where numbers about the running product go: all of them are in the catalogue (contracts/metrics.ts). Nothing here throws or waits. */
import type { CounterName, GaugeName, HistogramName, LabelsOf } from '#lib/contracts/metrics.ts';

export interface Sample<N extends GaugeName> {
  labels: LabelsOf<N>;
  value: number;
}

export interface Telemetry {
  /** Adds to a counter; `by` is not negative. */
  count<N extends CounterName>(name: N, labels: LabelsOf<N>, by?: number): void;
  /** `value` in the unit that the name ends with. */
  observe<N extends HistogramName>(name: N, labels: LabelsOf<N>, value: number): void;
  /** Sets what is true now. */
  set<N extends GaugeName>(name: N, labels: LabelsOf<N>, value: number): void;
}

/** For tools and tests that measure nothing. */
export const noTelemetry: Telemetry = { count() {}, observe() {}, set() {} };
