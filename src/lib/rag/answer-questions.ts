/** Answers distinct questions of one tenant, each from the cache, from whoever computes it already, or anew. */
import { AppError } from '#lib/core/errors.ts';
import { ANSWERS_IN_FLIGHT_DEFAULT, ASK_DEADLINE_MS, LLM_DEADLINE_MS } from '#lib/core/limits.ts';
import { type AskWatch, unwatched } from '#lib/ports/ask-observer.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Flags } from '#lib/ports/flags.ts';
import type { Log } from '#lib/ports/log.ts';
import type { ChatModel, Embedder } from '#lib/ports/models.ts';
import type { AnswerOrigin, AnswerTask, Asker, SharedAnswer, SharedAnswers } from './answer-cache.ts';
import { answerKey } from './answer-key.ts';
import { answeringWays } from './answering-ways.ts';
import { retrieveBatch } from './batch-retriever.ts';
import { composeAnswer } from './compose-answer.ts';
import type { Toolbox } from './toolbox.ts';
import { watchWording } from './watch-wording.ts';

export interface AnswerPorts {
  database: Database;
  embedder: Embedder;
  chat: ChatModel | null;
  answerCache: SharedAnswers;
  flags: Flags;
  log: Log;
}

export interface Questions {
  tenantId: string;
  texts: readonly string[];
  topK: number;
  /** Of the knowledge base, read before this. */
  kbVersion: string;
  toolbox?: Toolbox | undefined;
  /** In the order of the texts. */
  watches?: readonly AskWatch[] | undefined;
}

/**
 * One promise a question, settling each by itself; all that is not cached shares one retrieval and one deadline, and
 * `inFlight` of them are worded at a time. Errors: those of retrieveBatch, `model_timeout`, `cancelled`.
 */
export function answerQuestions(
  ports: AnswerPorts,
  { tenantId, texts, topK, kbVersion, toolbox, watches }: Questions,
  asker: Asker,
  inFlight = ANSWERS_IN_FLIGHT_DEFAULT,
): Promise<SharedAnswer>[] {
  const ways = answeringWays(ports, tenantId);
  const watchOf = (index: number) => watches?.[index] ?? unwatched;

  async function compute(tasks: readonly AnswerTask[]): Promise<void> {
    const deadline = AbortSignal.timeout(ASK_DEADLINE_MS);
    const modelDeadline = AbortSignal.timeout(LLM_DEADLINE_MS);
    const wanted = tasks.map(({ index }) => texts[index]!);
    const signal = AbortSignal.any([deadline, whenAllAbort(tasks.map((task) => task.signal))]);
    const { sharedFrom, approximate } = ways;
    const watching = tasks.map(({ index }) => watchOf(index));
    const options = { topK, signal, sharedFrom, approximate, watches: watching };
    const found = await ways.retrieving(wanted.length, () =>
      retrieveBatch(ports, tenantId, wanted, options).catch((error: unknown) => {
        throw deadline.aborted ? tooLate(error) : error;
      }),
    );
    await inParallel(tasks, inFlight, async (task, at) => {
      const signal = AbortSignal.any([deadline, task.signal]);
      const watch = watchOf(task.index);
      const options = { signal, modelDeadline, emit: task.emit, watch };
      try {
        if (options.signal.aborted) throw options.signal.reason;
        const retrieved = found[at]!;
        const meant = ways.chat && retrieved.ranked.length > 0 ? 'llm' : 'extractive';
        const composed = await ways.wording(
          () =>
            watchWording(watch, { chat: ways.chat, toolbox }, ({ chat, toolbox }) =>
              composeAnswer({ chat, log: ports.log }, retrieved, topK, { ...options, toolbox }),
            ),
          ({ mode }) => mode !== meant,
        );
        // What was quoted because the model failed must not outlive the failure.
        const asMeant = composed.mode === (ways.chat ? 'llm' : 'extractive');
        task.done(composed, asMeant && composed.live !== true);
      } catch (error) {
        task.failed(deadline.aborted ? tooLate(error) : error);
      }
    });
  }
  const keys = texts.map((text) =>
    answerKey(ports.embedder, ways, tenantId, { text, topK, kbVersion, tools: toolbox?.version ?? '' }),
  );
  const origin = (index: number, outcome: AnswerOrigin) => watchOf(index).noted({ note: 'cache', outcome });
  return ports.answerCache.share(keys, { ...asker, origin }, compute);
}

function tooLate(cause: unknown): AppError {
  return new AppError('model_timeout', 'The answer took too long. Please try again.', { cause });
}

function whenAllAbort(signals: readonly AbortSignal[]): AbortSignal {
  const all = new AbortController();
  let left = signals.length;
  for (const signal of signals) {
    const one = () => {
      left -= 1;
      if (left === 0) all.abort();
    };
    if (signal.aborted) one();
    else signal.addEventListener('abort', one, { once: true });
  }
  return all.signal;
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
