/** Tells how questions begin and end, each exactly once, whatever happens to them. */
import type { Answer, AskBatchInput, AskInput, AskResult } from '#lib/contracts/ask.ts';
import type { AskCaller } from '#lib/core/caller.ts';
import { type AppError, isAppError, toAppError } from '#lib/core/errors.ts';
import type { AskEnd, AskObserver, AskStart, AskWatch } from '#lib/ports/ask-observer.ts';
import { normalizeQuestion } from './normalize-question.ts';

type Masked = Readonly<Partial<Record<string, number>>>;

interface Asking {
  signal: AbortSignal;
  /** What the question came through, where the caller does not tell. */
  via?: 'mcp' | undefined;
  /** Personal data that was masked in each question, by type. */
  masked: readonly Masked[];
}

/** The questions of a batch, one a place. */
export interface BatchPlaces {
  asks: readonly AskWatch[];
  /** How the question of these places went; the first of them stands for the rest, which it was answered for. */
  settled(places: readonly number[], outcome: Answer | AppError): void;
}

/** Errors: those of `work`. */
export async function watchAsk(
  ports: { observer: AskObserver },
  caller: AskCaller,
  input: AskInput & { session_id: string },
  asking: Asking,
  work: (watch: AskWatch) => Promise<AskResult>,
): Promise<AskResult> {
  const watch = ports.observer.ask({
    ...start(caller, input, asking, caller.kind === 'visitor' ? 'widget' : 'api'),
    visitorId: caller.kind === 'visitor' ? caller.visitorId : null,
    query: input.query,
  });
  noteMasked(watch, asking.masked[0]);
  try {
    const result = await work(watch);
    watch.ended(endOf(result, asking.signal));
    return result;
  } catch (thrown) {
    watch.ended(endOf(toAppError(thrown), asking.signal));
    throw thrown;
  }
}

/** Errors: those of `work`. */
export async function watchBatch<T>(
  ports: { observer: AskObserver },
  caller: AskCaller,
  input: AskBatchInput & { session_id: string },
  asking: Asking,
  work: (batch: BatchPlaces) => Promise<T>,
): Promise<T> {
  const queries = input.queries.map(({ query }) => query);
  const batch = ports.observer.batch({
    ...start(caller, input, asking, 'batch'),
    queries,
    unique: new Set(queries.map(normalizeQuestion)).size,
  });
  batch.asks.forEach((watch, place) => {
    noteMasked(watch, asking.masked[place]);
  });
  const end = (place: number, outcome: Answer | AppError) =>
    batch.asks[place]!.ended(endOf(outcome, asking.signal));
  try {
    const made = await work({
      asks: batch.asks,
      settled([first, ...rest], outcome) {
        end(first!, outcome);
        for (const place of rest) {
          batch.asks[place]!.noted({ note: 'cache', outcome: 'shared' });
          end(place, outcome);
        }
      },
    });
    batch.ended('done', null);
    return made;
  } catch (thrown) {
    const error = toAppError(thrown);
    queries.forEach((_, place) => {
      end(place, error);
    });
    batch.ended(asking.signal.aborted ? 'aborted' : 'error', error);
    throw thrown;
  }
}

function start(
  { tenantId, requestId }: AskCaller,
  input: { session_id: string; top_k: number },
  { via }: Asking,
  otherwise: AskStart['via'],
) {
  return { via: via ?? otherwise, tenantId, requestId, sessionId: input.session_id, topK: input.top_k };
}

function noteMasked(watch: AskWatch, counts: Masked = {}): void {
  if (Object.keys(counts).length > 0) watch.noted({ note: 'masked', counts });
}

function endOf(outcome: Answer | AppError, signal: AbortSignal): AskEnd {
  if (isAppError(outcome)) return { outcome: signal.aborted ? 'aborted' : 'error', error: outcome };
  return { outcome: outcome.answered ? 'answered' : 'abstained', answer: outcome };
}
