/** Watches the parser child from a thread of its own and ends it, however busy, on too much memory or time or a lost parent. */

import { Worker } from 'node:worker_threads';
import { MEMORY_EXCEEDED } from '#lib/kb/parse-protocol.ts';

export interface WatchdogLimits {
  residentMaxBytes: number;
  /** A second bound: the parent ends the child first, if there is still one. */
  lifetimeMaxMs: number;
}

/** Parsers were seen to take 150 MB a second: between two looks the process grows by a few megabytes. */
const LOOK_EVERY_MS = 15;

/** Resolves once the thread watches. */
export function startWatchdog(limits: WatchdogLimits): Promise<void> {
  const bounds: WatchBounds = {
    ...limits,
    lookEveryMs: LOOK_EVERY_MS,
    memoryExceeded: `${MEMORY_EXCEEDED}\n`,
  };
  const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };
  // As source text: a thread started from a TypeScript file loads the type stripper again, 100 ms and 25 MB.
  const watchdog = new Worker(`(${watch.toString()})(${JSON.stringify(bounds)})`, {
    eval: true,
    resourceLimits,
  });
  return new Promise((resolve, reject) => {
    watchdog.once('message', () => resolve());
    watchdog.once('error', reject);
  });
}

interface WatchBounds extends WatchdogLimits {
  lookEveryMs: number;
  memoryExceeded: string;
}

/** Runs in the thread, from its own source text: nothing from outside of it may be used here. */
function watch({ residentMaxBytes, lifetimeMaxMs, lookEveryMs, memoryExceeded }: WatchBounds): void {
  const { writeSync } = process.getBuiltinModule('node:fs');
  const { parentPort } = process.getBuiltinModule('node:worker_threads');
  const parent = process.ppid;
  const started = performance.now();
  setInterval(() => {
    if (process.memoryUsage.rss() > residentMaxBytes) {
      // Not through process.stderr: that goes by way of the main thread, which is busy.
      writeSync(2, memoryExceeded);
      process.kill(process.pid, 'SIGKILL');
    }
    if (process.ppid !== parent || performance.now() - started > lifetimeMaxMs)
      process.kill(process.pid, 'SIGKILL');
  }, lookEveryMs);
  parentPort?.postMessage('watching');
}
