/** The whole story of an answer: reserve, retrieve, word it (model or extract), cite, keep, report. */
import { keepAnswers } from '#lib/chat/keep-answers.ts';
import { refundQuestions, reserveQuestions } from '#lib/chat/reserve-questions.ts';
import type { Answer, AskBatchInput, AskBatchResult, AskInput, AskResult } from '#lib/contracts/ask.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError, isAppError, toAppError } from '#lib/core/errors.ts';
import { newId } from '#lib/core/ids.ts';
import { ANSWERS_IN_FLIGHT_PER_BATCH, ASK_DEADLINE_MS } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Log } from '#lib/ports/log.ts';
import type { ChatModel, Embedder } from '#lib/ports/models.ts';
import { retrieveBatch } from '#lib/rag/batch-retriever.ts';
import { type AnswerEvent, type ComposedAnswer, composeAnswer } from '#lib/rag/compose-answer.ts';

export interface AskPorts {
  database: Database;
  embedder: Embedder;
  chat: ChatModel | null;
  clock: Clock;
  log: Log;
}

/** One question of a batch: its answer, or why there is none. */
export type BatchOutcome = (Answer & { id: string }) | { id: string; error: AppError };
export type BatchAnswer = Omit<AskBatchResult, 'results'> & { results: BatchOutcome[] };

export type AskEvent =
  | AnswerEvent
  | { event: 'progress'; data: { done: number; total: number } }
  | { event: 'result'; data: BatchOutcome };

export interface AskOptions {
  /** Aborted when the asker goes away; the work upstream is cancelled and the question given back. */
  signal: AbortSignal;
  emit?: (event: AskEvent) => void;
}

/**
 * Answers one question. Errors: `trial_expired`, `quota_exceeded`, `reembed_required`, `model_unavailable` and
 * `model_timeout` (embedding; a failing chat model falls back to quoting), `database_busy`, `cancelled`.
 */
export async function answer(
  ports: AskPorts,
  caller: TenantCaller,
  input: AskInput,
  options: AskOptions,
): Promise<AskResult> {
  const sessionId = input.session_id ?? newId();
  const quota = await reserveQuestions(ports, caller, 1);
  try {
    const signal = withDeadline(options.signal);
    const [retrieved] = await retrieveBatch(ports, caller.tenantId, [input.query], {
      topK: input.top_k,
      signal,
    });
    const composed = await composeAnswer(ports, retrieved!, input.top_k, { signal, emit: options.emit });
    const kept = { query: input.query, ...composed };
    await keepAnswers(ports, caller, sessionId, [kept]);
    return {
      ...publicAnswer(composed),
      usage: { ...quota, prompt_tokens: composed.promptTokens, completion_tokens: composed.completionTokens },
      session_id: sessionId,
      request_id: caller.requestId,
    };
  } catch (error) {
    await refundQuestions(ports, caller, 1);
    throw options.signal.aborted ? cancelled(error) : error;
  }
}

/**
 * Answers a batch in the order asked. Equal questions are retrieved, answered and counted once; a question that
 * fails carries its own `error`. Errors for the whole batch: as for one question, before any is answered.
 */
export async function answerBatch(
  ports: AskPorts,
  caller: TenantCaller,
  input: AskBatchInput,
  options: AskOptions,
): Promise<BatchAnswer> {
  const texts = [...new Set(input.queries.map(({ query }) => normalizeQuestion(query)))];
  let quota = await reserveQuestions(ports, caller, texts.length);
  const outcomes = new Map<string, ComposedAnswer | AppError>();
  const signal = withDeadline(options.signal);
  const member = ({ id, query }: AskBatchInput['queries'][number], index: number): BatchOutcome => {
    const outcome = outcomes.get(normalizeQuestion(query)) ?? cancelled();
    const named = { id: id ?? String(index) };
    return isAppError(outcome) ? { ...named, error: outcome } : { ...named, ...publicAnswer(outcome) };
  };
  try {
    const found = await retrieveBatch(ports, caller.tenantId, texts, { topK: input.top_k, signal });
    await inParallel(found, ANSWERS_IN_FLIGHT_PER_BATCH, async (retrieved, index) => {
      const text = texts[index]!;
      outcomes.set(text, await composeAnswer(ports, retrieved, input.top_k, { signal }).catch(toAppError));
      options.emit?.({ event: 'progress', data: { done: outcomes.size, total: texts.length } });
      for (const [at, query] of input.queries.entries()) {
        if (normalizeQuestion(query.query) === text)
          options.emit?.({ event: 'result', data: member(query, at) });
      }
    });
    if (options.signal.aborted) throw cancelled();
    const answered = [...outcomes].flatMap(([query, outcome]) =>
      isAppError(outcome) ? [] : [{ query, ...outcome }],
    );
    await keepAnswers(ports, caller, newId(), answered);
    if (answered.length < texts.length) {
      quota = (await refundQuestions(ports, caller, texts.length - answered.length)) ?? quota;
    }
    return {
      results: input.queries.map(member),
      // What retrieveBatch does for any number of questions; an answer is never taken from a cache here.
      retrieval: {
        queries: input.queries.length,
        unique_queries: texts.length,
        embedding_calls: 1,
        db_queries: 1,
        cache_hits: 0,
      },
      usage: {
        ...quota,
        prompt_tokens: answered.reduce((sum, one) => sum + one.promptTokens, 0),
        completion_tokens: answered.reduce((sum, one) => sum + one.completionTokens, 0),
      },
      request_id: caller.requestId,
    };
  } catch (error) {
    await refundQuestions(ports, caller, texts.length);
    throw options.signal.aborted ? cancelled(error) : error;
  }
}

/** Questions that differ only in letter case, white space, final punctuation or Unicode form are one question. */
function normalizeQuestion(text: string): string {
  const words = text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  return words.replace(/[\s?!.…。？！]+$/u, '') || words;
}

function publicAnswer({ promptTokens: _, completionTokens: __, ...rest }: ComposedAnswer): Answer {
  return { ...rest, cached: false };
}

function withDeadline(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ASK_DEADLINE_MS)]);
}

function cancelled(cause?: unknown): AppError {
  return new AppError('cancelled', 'The request was cancelled.', { cause });
}

async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lanes = Array.from({ length: Math.min(width, items.length) }, async () => {
    while (next < items.length) {
      const index = next++;
      await work(items[index]!, index);
    }
  });
  await Promise.all(lanes);
}
