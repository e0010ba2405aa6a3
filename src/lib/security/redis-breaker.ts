/** Waits for Redis up to a deadline; after one miss nobody waits any more until a probe is answered in time. */

/** Why a call was given up. */
export class RedisUnavailable extends Error {}

export interface BreakerOptions {
  deadlineMs: number;
  /** Asks Redis something small; resolves when it works again. Called through the breaker's deadline. */
  probe: () => Promise<unknown>;
  onChange: (state: 'open' | 'closed', cause: unknown) => void;
}

export interface Breaker {
  readonly closed: boolean;
  /** Rejects when the call fails or is late, and opens the breaker then. */
  run<T>(call: () => Promise<T>): Promise<T>;
  stop(): void;
}

const PROBE_AFTER_MS = 100;
const PROBE_EVERY_MS = 250;

interface Waiting {
  place: number;
  dueAt: number;
  giveUp(error: unknown): void;
}

/** Starts open: the first probe tells whether Redis is there. */
export function createBreaker({ deadlineMs, probe, onChange }: BreakerOptions): Breaker {
  let closed = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  // An array with holes filled from its end: cheaper to collect than a set that grows and shrinks all the time.
  const waiting: Waiting[] = [];
  let deadline: NodeJS.Timeout | undefined;

  /** One timer for all that wait, set for the one that is due first. */
  function watch(ms: number): void {
    deadline = setTimeout(() => {
      deadline = undefined;
      // Answers that came while this process was busy are read first.
      setImmediate(() => setImmediate(giveUpOverdue));
    }, ms);
  }

  function giveUpOverdue(): void {
    const now = performance.now();
    for (const { dueAt, giveUp } of [...waiting]) {
      if (dueAt <= now) giveUp(new RedisUnavailable('Redis did not answer in time'));
    }
    const next = Math.min(...waiting.map(({ dueAt }) => dueAt));
    if (deadline === undefined && waiting.length > 0) watch(Math.max(1, next - now));
  }

  function timed<T>(call: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const self: Waiting = {
        place: waiting.length,
        dueAt: performance.now() + deadlineMs,
        giveUp(error) {
          done();
          reject(error);
        },
      };
      const done = () => {
        if (waiting[self.place] !== self) return;
        const moved = waiting.pop()!;
        if (moved === self) return;
        waiting[self.place] = moved;
        moved.place = self.place;
      };
      waiting.push(self);
      if (deadline === undefined) watch(deadlineMs);
      call().then((value) => {
        done();
        resolve(value);
      }, self.giveUp);
    });
  }

  function schedule(ms: number): void {
    if (stopped) return;
    timer = setTimeout(() => {
      timed(probe).then(close, () => schedule(PROBE_EVERY_MS));
    }, ms);
    timer.unref();
  }

  function close(): void {
    if (closed || stopped) return;
    closed = true;
    onChange('closed', undefined);
  }

  function open(cause: unknown): void {
    if (!closed) return;
    closed = false;
    onChange('open', cause);
    for (const { giveUp } of [...waiting]) giveUp(cause);
    schedule(PROBE_AFTER_MS);
  }

  schedule(0);
  return {
    get closed() {
      return closed;
    },
    async run(call) {
      try {
        return await timed(call);
      } catch (error) {
        open(error);
        throw error;
      }
    },
    stop() {
      stopped = true;
      closed = false;
      clearTimeout(timer);
      clearTimeout(deadline);
      for (const { giveUp } of [...waiting]) giveUp(new RedisUnavailable('The limiter is closed'));
    },
  };
}
