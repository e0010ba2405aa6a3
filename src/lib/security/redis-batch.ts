/** Gathers the decisions of one turn of the event loop into one call to Redis. */
import { type Answer, decodeBatch, type EncodedBatch, encodeBatch, type Question } from './redis-wire.ts';

/** Keeps one call of Redis's single thread well below a millisecond or two. */
const DECISIONS_PER_CALL_MAX = 256;

interface Waiting extends Question {
  done: (answer: Answer | null) => void;
}

export interface BatchOptions {
  /** How many keys stand before the counters. */
  keysBefore: number;
  call: (batch: EncodedBatch) => Promise<Buffer>;
  /** Redis's time in an answer, and when the call left (performance.now). */
  onTime: (redisMs: number, sentAt: number) => void;
  /** Redis has another epoch than the caller. */
  onOtherEpoch: () => void;
}

/** Questions with one `slot` travel together; all of them share it where Redis is not a cluster. */
export function createBatcher({ keysBefore, call, onTime, onOtherEpoch }: BatchOptions) {
  let queues = new Map<string, Waiting[]>();

  async function send(batch: Waiting[]): Promise<void> {
    const sentAt = performance.now();
    let answers: Answer[] | null = null;
    try {
      answers = decodeBatch(await call(encodeBatch(batch, keysBefore + 1)), batch);
      if (answers === null) onOtherEpoch();
      else onTime(answers[0]!.nowMs, sentAt);
    } catch {
      // The breaker has seen it; whoever waits decides without Redis.
    }
    for (let i = 0; i < batch.length; i++) batch[i]!.done(answers?.[i] ?? null);
  }

  function flush(): void {
    const full = queues;
    // A new map: a cleared one would keep its former tables alive until the next full garbage collection.
    queues = new Map();
    for (const queue of full.values()) {
      for (let from = 0; from < queue.length; from += DECISIONS_PER_CALL_MAX) {
        void send(queue.slice(from, from + DECISIONS_PER_CALL_MAX));
      }
    }
  }

  /** `done` gets null when Redis could not decide. */
  return function ask(slot: string, { items, take }: Question, done: Waiting['done']): void {
    if (queues.size === 0) setImmediate(flush);
    const queue = queues.get(slot);
    const waiting = { items, take, done };
    if (queue) queue.push(waiting);
    else queues.set(slot, [waiting]);
  };
}
