/** The whole story of an answer: reserve, find it or retrieve and word it (model or extract), keep, report. */
import { keepAnswers } from '#lib/chat/keep-answers.ts';
import { refundQuestions, reserveQuestions } from '#lib/chat/reserve-questions.ts';
import type { Answer, AskBatchInput, AskBatchResult, AskInput, AskResult } from '#lib/contracts/ask.ts';
import type { AskCaller } from '#lib/core/caller.ts';
import { AppError, isAppError, toAppError } from '#lib/core/errors.ts';
import { newId } from '#lib/core/ids.ts';
import type { AskObserver, AskWatch } from '#lib/ports/ask-observer.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import type { SharedAnswer } from '#lib/rag/answer-cache.ts';
import { type AnswerPorts, answerQuestions } from '#lib/rag/answer-questions.ts';
import type { AnswerEvent } from '#lib/rag/compose-answer.ts';
import { countCalls } from '#lib/rag/count-calls.ts';
import { normalizeQuestion } from '#lib/rag/normalize-question.ts';
import { type BatchPlaces, watchAsk, watchBatch } from '#lib/rag/watch-ask.ts';
import { maskQuestion } from '#lib/security/mask-visitor-text.ts';
import { allowedTools, answerTools } from '#lib/tools/answer-tools.ts';
import type { ToolPorts } from '#lib/tools/tool.ts';

/** What answers need, the tools they may use, and who is told how it went. */
export type AskPorts = AnswerPorts & ToolPorts & { observer: AskObserver; telemetry: Telemetry };

/** One question of a batch: its answer, or why there is none. */
export type BatchOutcome = (Answer & { id: string }) | { id: string; error: AppError };
export type BatchAnswer = Omit<AskBatchResult, 'results'> & { results: BatchOutcome[] };

export type AskEvent =
  | AnswerEvent
  | { event: 'progress'; data: { done: number; total: number } }
  | { event: 'result'; data: BatchOutcome };

export interface AskOptions {
  /** Aborted when the asker goes away; work that nobody else waits for is cancelled and the question given back. */
  signal: AbortSignal;
  emit?: (event: AskEvent) => void;
  /** Answers of a batch that are worded at a time. */
  answersInFlight?: number;
  /** What the question came through, where the caller does not tell. */
  via?: 'mcp';
}

/** In a conversation, an earlier one or a new one. */
type InSession<I> = I & { session_id: string };

/**
 * Answers one question, of which nothing below sees what is personal. Errors: `trial_expired`, `quota_exceeded`,
 * `reembed_required`, `model_unavailable` and `model_timeout` (embedding; a failing chat model falls back to quoting), `database_busy`, `cancelled`.
 */
export async function answer(
  ports: AskPorts,
  caller: AskCaller,
  input: AskInput,
  options: AskOptions,
): Promise<AskResult> {
  const { text: query, counts } = maskQuestion(ports, input.query);
  const asked = { ...input, query, session_id: input.session_id ?? newId() };
  return watchAsk(ports, caller, asked, { ...options, masked: [counts] }, (watch) =>
    answerOne(ports, caller, asked, options, watch),
  );
}

async function answerOne(
  ports: AskPorts,
  caller: AskCaller,
  input: InSession<AskInput>,
  options: AskOptions,
  watch: AskWatch,
): Promise<AskResult> {
  const { tenantId } = caller;
  const { usage, kbVersion, tools } = await reserveQuestions(ports, caller, 1);
  try {
    const asker = { signal: options.signal, emit: (_: number, event: AnswerEvent) => options.emit?.(event) };
    const toolbox = answerTools(ports, caller, allowedTools(ports, caller, tools));
    const questions = { tenantId, texts: [input.query], topK: input.top_k, kbVersion };
    const composed = await answerQuestions(ports, { ...questions, toolbox, watches: [watch] }, asker)[0]!;
    await keepAnswers(ports, caller, input.session_id, [{ query: input.query, ...composed }]);
    return {
      ...publicAnswer(composed),
      usage: { ...usage, prompt_tokens: composed.promptTokens, completion_tokens: composed.completionTokens },
      session_id: input.session_id,
      request_id: caller.requestId,
    };
  } catch (error) {
    await refundQuestions(ports, caller, { count: 1, failed: !options.signal.aborted });
    throw options.signal.aborted ? cancelled(error) : error;
  }
}

/**
 * Answers a batch in the order asked. Equal questions (normalize-question.ts) are retrieved, answered, kept and counted
 * once; a question that fails carries its own `error` and is given back. Errors for the whole batch: as for one
 * question, when none was answered.
 */
export async function answerBatch(
  ports: AskPorts,
  caller: AskCaller,
  input: AskBatchInput,
  options: AskOptions,
): Promise<BatchAnswer> {
  const texts = input.queries.map(({ query }) => maskQuestion(ports, query));
  const queries = input.queries.map((one, place) => ({ ...one, query: texts[place]!.text }));
  const asked = { ...input, queries, session_id: newId() };
  const masked = texts.map(({ counts }) => counts);
  return watchBatch(ports, caller, asked, { ...options, masked }, (batch) =>
    answerMany(ports, caller, asked, options, batch),
  );
}

async function answerMany(
  ports: AskPorts,
  caller: AskCaller,
  input: InSession<AskBatchInput>,
  options: AskOptions,
  batch: BatchPlaces,
): Promise<BatchAnswer> {
  const { tenantId } = caller;
  const places = new Map<string, number[]>();
  input.queries.forEach(({ query }, place) => {
    const equal = normalizeQuestion(query);
    places.set(equal, [...(places.get(equal) ?? []), place]);
  });
  const unique = [...places.values()];
  const texts = unique.map(([first]) => input.queries[first!]!.query);
  const reserved = await reserveQuestions(ports, caller, unique.length);
  const results: BatchOutcome[] = [];
  const settle = (question: number, outcome: SharedAnswer | AppError, done: number) => {
    batch.settled(unique[question]!, isAppError(outcome) ? outcome : publicAnswer(outcome));
    options.emit?.({ event: 'progress', data: { done, total: unique.length } });
    for (const place of unique[question]!) {
      const id = input.queries[place]!.id ?? String(place);
      const result = isAppError(outcome) ? { id, error: outcome } : { id, ...publicAnswer(outcome) };
      results[place] = result;
      options.emit?.({ event: 'result', data: result });
    }
  };
  try {
    const { ports: counted, counts } = countCalls(ports);
    const toolbox = answerTools(ports, caller, allowedTools(ports, caller, reserved.tools));
    const watches = unique.map(([first]) => batch.asks[first!]!);
    const { kbVersion } = reserved;
    const questions = { tenantId, texts, topK: input.top_k, kbVersion, toolbox, watches };
    const pending = answerQuestions(counted, questions, { signal: options.signal }, options.answersInFlight);
    let done = 0;
    const outcomes = await Promise.all(
      pending.map(async (one, question) => {
        const outcome = await one.catch(toAppError);
        settle(question, outcome, ++done);
        return outcome;
      }),
    );
    const failures = outcomes.filter(isAppError);
    if (options.signal.aborted || failures.length === unique.length) throw failures[0] ?? cancelled();
    for (const err of failures)
      ports.log.warn({ err, request_id: caller.requestId }, 'a question of a batch failed');
    const answered = outcomes.flatMap((outcome, question) =>
      isAppError(outcome) ? [] : [{ query: texts[question]!, ...outcome }],
    );
    await keepAnswers(ports, caller, input.session_id, answered);
    const failed = { count: failures.length, failed: true };
    const refunded = failures.length > 0 ? await refundQuestions(ports, caller, failed) : null;
    return {
      results,
      retrieval: {
        queries: input.queries.length,
        unique_queries: unique.length,
        embedding_calls: counts.embeddings,
        db_queries: counts.statements,
        cache_hits: answered.filter(({ cached }) => cached).length,
      },
      usage: {
        ...(refunded ?? reserved.usage),
        prompt_tokens: answered.reduce((sum, one) => sum + one.promptTokens, 0),
        completion_tokens: answered.reduce((sum, one) => sum + one.completionTokens, 0),
      },
      request_id: caller.requestId,
    };
  } catch (error) {
    await refundQuestions(ports, caller, { count: unique.length, failed: !options.signal.aborted });
    throw options.signal.aborted ? cancelled(error) : error;
  }
}

function publicAnswer({ promptTokens: _, completionTokens: __, live: ___, ...rest }: SharedAnswer): Answer {
  return rest;
}

function cancelled(cause?: unknown): AppError {
  return new AppError('cancelled', 'The request was cancelled.', { cause });
}
