/** What time it is in Redis, from its answers and a monotonic clock: the wall clocks of instances never matter. */

export interface RedisClock {
  /** Notes an answer that was asked for at `sentAt` and has just come. */
  note(redisMs: number, sentAt: number): void;
  /** Not before Redis's time, by at most the way there. */
  latest(): number;
  /** Not after Redis's time, by at most the way back. */
  earliest(): number;
}

/** Until Redis has answered, the wall clock stands in. */
export function redisClock(now: () => number = () => performance.now()): RedisClock {
  let ahead = Date.now() - now();
  let behind = ahead;
  return {
    note(redisMs, sentAt) {
      ahead = redisMs - sentAt;
      // Redis's clock has whole milliseconds, so its time may be almost one more than it says.
      behind = redisMs - now();
      ahead += 1;
    },
    latest: () => now() + ahead,
    earliest: () => now() + behind,
  };
}
