/** Answers shared between askers: taken from the cache, or from whoever is computing the same one, else computed. */
import { answer } from '#lib/contracts/ask.ts';
import type { AnswerCache } from '#lib/ports/answer-cache.ts';
import { type AnswerFlight, openFlight } from './answer-flight.ts';
import type { AnswerEvent, ComposedAnswer } from './compose-answer.ts';

/** `cached`: it cost this asker no retrieval, no embedding and no tokens. */
export type SharedAnswer = ComposedAnswer & { cached: boolean };

/** An answer to compute: the first call of `done` or `failed` ends it. */
export interface AnswerTask {
  /** Place among the keys asked for. */
  index: number;
  /** Aborted when nobody waits for it any more. */
  signal: AbortSignal;
  emit(event: AnswerEvent): void;
  /** `keep`: whether others may have it later. */
  done(answer: ComposedAnswer, keep: boolean): void;
  failed(error: unknown): void;
}

/** Taken from the cache, from whoever is computing it, or computed. */
export type AnswerOrigin = 'hit' | 'shared' | 'miss';

export interface Asker {
  signal: AbortSignal;
  /** Told as soon as it is known, once a key. */
  origin?: ((index: number, origin: AnswerOrigin) => void) | undefined;
  emit?: ((index: number, event: AnswerEvent) => void) | undefined;
}

export interface AnswerCacheStats {
  /** Answers taken from the cache. */
  hits: number;
  /** Answers that waited for one that was being computed. */
  joined: number;
  /** Answers computed. */
  misses: number;
}

export interface SharedAnswers {
  /**
   * One promise a key, settling each by itself. What nobody has or is computing goes to `compute`, all of it in one
   * call. An asker who leaves (`cancelled`) ends a computation only when nobody else waits for it, and a failed one
   * fails those who wait for it and is forgotten.
   */
  share(
    keys: readonly string[],
    asker: Asker,
    compute: (tasks: readonly AnswerTask[]) => Promise<void>,
  ): Promise<SharedAnswer>[];
  /** Drops what is kept of a tenant. Rejects when the store could not be told. */
  forget(tenantId: string): Promise<void>;
  /** Since the start, for metrics. */
  stats(): AnswerCacheStats;
  close(): Promise<void>;
}

const storedAnswer = answer.omit({ cached: true });

interface Own {
  index: number;
  key: string;
  flight: AnswerFlight;
}

export function sharedAnswers(cache: AnswerCache): SharedAnswers {
  const flights = new Map<string, AnswerFlight>();
  const counts: AnswerCacheStats = { hits: 0, joined: 0, misses: 0 };

  function land(key: string, flight: AnswerFlight): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  function depart(key: string, index: number): Own {
    const flight = openFlight(() => land(key, flight));
    flights.set(key, flight);
    return { index, key, flight };
  }

  function taskOf({ index, key, flight }: Own): AnswerTask {
    let ended = false;
    const end = (): boolean => {
      const first = !ended;
      ended = true;
      return first;
    };
    return {
      index,
      signal: flight.signal,
      emit: flight.emit,
      done(composed, keep) {
        if (!end()) return;
        flight.land(composed);
        if (!keep) return land(key, flight);
        // Found as a flight until it is found in the cache: in between, nobody computes it again.
        const value = JSON.stringify(storedAnswer.parse(composed));
        void cache.write(key, value).finally(() => land(key, flight));
      },
      failed(error) {
        if (!end()) return;
        land(key, flight);
        flight.fail(error);
      },
    };
  }

  async function run(
    own: readonly Own[],
    asker: Asker,
    compute: (tasks: readonly AnswerTask[]) => Promise<void>,
  ): Promise<void> {
    const values = await cache.read(own.map(({ key }) => key));
    const missing = own.filter((one, at) => {
      const stored = parse(values[at] ?? null);
      asker.origin?.(one.index, stored === null ? 'miss' : 'hit');
      if (stored === null) return true;
      counts.hits += 1;
      land(one.key, one.flight);
      replay(one.flight, stored);
      return false;
    });
    const tasks = missing.map(taskOf);
    counts.misses += tasks.length;
    if (tasks.length === 0) return;
    await compute(tasks).then(
      () => tasks.forEach((task) => void task.failed(new Error('an answer was left out'))),
      (error: unknown) => tasks.forEach((task) => void task.failed(error)),
    );
  }

  return {
    share(keys, asker, compute) {
      const own: Own[] = [];
      const results = keys.map(async (key, index) => {
        const joined = flights.get(key);
        const mine = joined ? null : depart(key, index);
        if (mine) own.push(mine);
        else {
          counts.joined += 1;
          asker.origin?.(index, 'shared');
        }
        const flight = joined ?? mine!.flight;
        const composed = await flight.board(asker.signal, (event) => asker.emit?.(index, event));
        // Whoever gets it first pays: the one that it was begun for may have left.
        const cached = !flight.pay();
        return { ...composed, cached, ...(cached ? { promptTokens: 0, completionTokens: 0 } : {}) };
      });
      if (own.length > 0) void run(own, asker, compute);
      return results;
    },
    forget: (tenantId) => cache.forget(tenantId),
    stats: () => ({ ...counts }),
    close: () => cache.close(),
  };
}

/** Null for what is not an answer of this version. */
function parse(value: string | null): ComposedAnswer | null {
  if (value === null) return null;
  try {
    return { ...storedAnswer.parse(JSON.parse(value)), promptTokens: 0, completionTokens: 0 };
  } catch {
    return null;
  }
}

/** A cached answer is streamed like a fresh one, in one piece. */
function replay(flight: AnswerFlight, stored: ComposedAnswer): void {
  // It was paid for when it was computed.
  flight.pay();
  if (stored.answered) flight.emit({ event: 'sources', data: { sources: stored.sources } });
  flight.emit({ event: 'token', data: { text: stored.answer } });
  flight.land(stored);
}
