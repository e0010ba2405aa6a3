/** Numbers about the running product, kept for Prometheus: one registry a process, every metric of the catalogue and no other. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { METRICS, type MetricDefinition, type MetricName } from '#lib/contracts/metrics.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { labelBound } from './bounded-label.ts';
import { processReadings } from './process-readings.ts';

const KEY = Symbol.for('frontdesk.telemetry');
type Holder = { [KEY]?: Telemetry };

/** The one of this process: on globalThis, because Next loads modules more than once and a registry each would lose counts. */
export function processTelemetry(): Telemetry {
  const holder = globalThis as Holder;
  holder[KEY] ??= prometheusTelemetry();
  return holder[KEY];
}

type Labels = Record<string, string>;
type Kept = Counter | Gauge | Histogram;

/** A registry of its own. */
export function prometheusTelemetry(): Telemetry {
  const registry = new Registry();
  const kept = new Map<MetricName, Kept>();
  const bounds = new Map<MetricName, Record<string, (value: string) => string>>();
  for (const [name, definition] of Object.entries(METRICS) as [MetricName, MetricDefinition][]) {
    kept.set(name, keep(registry, name, definition));
    const labels = Object.entries(definition.labels);
    bounds.set(name, Object.fromEntries(labels.map(([label, values]) => [label, labelBound(values)])));
  }
  const readProcess = processReadings();
  let cpuCounted = 0;

  function bounded(name: MetricName, labels: object): Labels {
    const given = labels as Labels;
    const result: Labels = {};
    const bound = bounds.get(name) ?? {};
    for (const label in bound) result[label] = bound[label]!(String(given[label] ?? ''));
    return result;
  }
  const gauge = (name: MetricName) => kept.get(name) as Gauge;

  const telemetry: Telemetry = {
    count(name, labels, by = 1) {
      if (by >= 0 && Number.isFinite(by)) (kept.get(name) as Counter).inc(bounded(name, labels), by);
    },
    observe(name, labels, value) {
      if (Number.isFinite(value)) (kept.get(name) as Histogram).observe(bounded(name, labels), value);
    },
    set(name, labels, value) {
      if (Number.isFinite(value)) gauge(name).set(bounded(name, labels), value);
    },
    add(name, labels, by) {
      if (Number.isFinite(by)) gauge(name).inc(bounded(name, labels), by);
    },
    replace(name, samples) {
      empty(gauge(name));
      for (const { labels, value } of samples) telemetry.set(name, labels, value);
    },
    async expose() {
      const reading = await readProcess();
      telemetry.count('process_cpu_seconds_total', {}, reading.cpuSeconds - cpuCounted);
      cpuCounted = reading.cpuSeconds;
      telemetry.set('process_resident_memory_bytes', {}, reading.residentBytes);
      telemetry.set('process_start_time_seconds', {}, reading.startedAtSeconds);
      telemetry.set('nodejs_heap_size_used_bytes', {}, reading.heapUsedBytes);
      telemetry.set('nodejs_eventloop_lag_mean_seconds', {}, reading.loopDelay.meanSeconds);
      telemetry.set('nodejs_eventloop_lag_p99_seconds', {}, reading.loopDelay.p99Seconds);
      if (reading.openFiles !== null) telemetry.set('process_open_fds', {}, reading.openFiles);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
  return telemetry;
}

/** What is counted starts at zero for every value its labels may take, so that a first event is seen as a rise. */
function keep(registry: Registry, name: string, definition: MetricDefinition): Kept {
  const { type, help, labels, buckets } = definition;
  const settings = { name, help, labelNames: Object.keys(labels), registers: [registry] };
  if (type === 'gauge') {
    const gauge = new Gauge(settings);
    // Nothing is known yet: a zero would say that it is.
    empty(gauge);
    return gauge;
  }
  if (type === 'counter') {
    const counter = new Counter(settings);
    for (const one of combinations(labels)) counter.inc(one, 0);
    return counter;
  }
  const histogram = new Histogram({ ...settings, buckets: [...(buckets ?? [])] });
  for (const one of combinations(labels)) histogram.zero(one);
  return histogram;
}

/** prom-client's `reset` leaves a zero where there are no labels. */
function empty(gauge: Gauge): void {
  gauge.reset();
  gauge.remove({});
}

/** None when a label is open. */
function combinations(labels: MetricDefinition['labels']): Labels[] {
  let all: Labels[] = [{}];
  for (const [label, values] of Object.entries(labels)) {
    all = all.flatMap((one) => (values ?? []).map((value) => ({ ...one, [label]: value })));
  }
  return all;
}
