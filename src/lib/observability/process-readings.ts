/** What the process says of itself: processor time, memory, open files, and how late its event loop runs. */
import { readdir } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The timer of the measurement; a loop that is never late measures exactly this. */
const RESOLUTION_MS = 20;

export interface ProcessReading {
  cpuSeconds: number;
  residentBytes: number;
  heapUsedBytes: number;
  startedAtSeconds: number;
  /** Null where the system does not say. */
  openFiles: number | null;
  /** Since the reading before. */
  loopDelay: { meanSeconds: number; p99Seconds: number };
}

/** Begins to measure. */
export function processReadings(): () => Promise<ProcessReading> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const late = (nanoseconds: number) =>
    Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1_000) : 0;
  return async () => {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    const loopDelay = { meanSeconds: late(delay.mean), p99Seconds: late(delay.percentile(99)) };
    delay.reset();
    return {
      cpuSeconds: (user + system) / 1e6,
      residentBytes: rss,
      heapUsedBytes: heapUsed,
      startedAtSeconds: performance.timeOrigin / 1_000,
      openFiles: await readdir('/proc/self/fd').then(
        // One of them is the reading itself.
        (files) => files.length - 1,
        () => null,
      ),
      loopDelay,
    };
  };
}
