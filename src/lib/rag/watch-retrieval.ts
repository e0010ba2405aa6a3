/** Times the stages of a retrieval and tells each question's watch of it. */
import { type AppError, toAppError } from '#lib/core/errors.ts';
import type { AskWatch, Retrieval, Timing } from '#lib/ports/ask-observer.ts';
import type { FoundChunk } from './search-store.ts';

/** What came of a question. */
interface Found {
  ranked: readonly { found: FoundChunk; score: number }[];
}

export interface RetrievalWatch {
  /** All questions at once; a failure is told to each. */
  embed<T>(work: () => Promise<T>): Promise<T>;
  search<T>(work: () => Promise<T>): Promise<T>;
  /** Of the question at this place. */
  rerank<R extends Found>(place: number, work: () => R): R;
}

/** Milliseconds since the epoch, with fractions. */
export function instant(): number {
  return performance.timeOrigin + performance.now();
}

export function watchRetrieval(
  watches: readonly AskWatch[],
  model: string,
  questions: number,
): RetrievalWatch {
  const now = instant();
  const timings: Pick<Retrieval, 'embed' | 'search'> = {
    embed: { startedAt: now, endedAt: now },
    search: null,
  };

  function tell(watch: AskWatch | undefined, rest: Pick<Retrieval, 'rerank' | 'passages' | 'error'>): void {
    watch?.retrieved({ model, questions, ...timings, ...rest });
  }
  async function time<T>(stage: 'embed' | 'search', work: () => Promise<T>): Promise<T> {
    const startedAt = instant();
    const over = (): Timing => ({ startedAt, endedAt: instant() });
    try {
      const made = await work();
      timings[stage] = over();
      return made;
    } catch (thrown) {
      timings[stage] = over();
      const error: AppError = toAppError(thrown);
      for (const watch of watches) tell(watch, { rerank: null, passages: [], error });
      throw thrown;
    }
  }
  return {
    embed: (work) => time('embed', work),
    search: (work) => time('search', work),
    rerank(place, work) {
      const startedAt = instant();
      const retrieved = work();
      const passages = retrieved.ranked.map(({ found, score }) => ({
        chunkId: String(found.chunk_id),
        sourceId: found.source_id,
        title: found.title,
        score,
        cosine: found.cosine,
      }));
      tell(watches[place], { rerank: { startedAt, endedAt: instant() }, passages, error: null });
      return retrieved;
    },
  };
}
