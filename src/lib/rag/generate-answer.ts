/** Lets a language model word the answer, grounded in the passages; null when it cannot be relied on. */
import { AppError, toAppError } from '#lib/core/errors.ts';
import { LLM_DEADLINE_MS, LLM_MAX_TOKENS } from '#lib/core/limits.ts';
import type { Log } from '#lib/ports/log.ts';
import type { ChatModel } from '#lib/ports/models.ts';
import { citationFilter } from './citations.ts';
import { buildPrompt, NO_ANSWER, type PromptPassage } from './prompt.ts';

export interface GeneratedAnswer {
  text: string;
  answered: boolean;
  /** Numbers of the passages cited, in order of first appearance. */
  cited: readonly number[];
  promptTokens: number;
  completionTokens: number;
}

/**
 * Null when the model fails or cites nothing: the caller then answers extractively.
 * Errors: `cancelled` only, when `signal` aborts.
 */
export async function generateAnswer(
  ports: { chat: ChatModel; log: Log },
  question: string,
  passages: readonly PromptPassage[],
  options: {
    signal: AbortSignal;
    /** Aborts when the model has had its time: LLM_DEADLINE_MS from now unless several answers share one. */
    deadline?: AbortSignal | undefined;
    onToken?: ((text: string) => void) | undefined;
  },
): Promise<GeneratedAnswer | null> {
  if (options.deadline?.aborted) return null;
  const filter = citationFilter(passages.length);
  const usage = { promptTokens: 0, completionTokens: 0 };
  let text = '';
  let shown = 0;
  const add = (piece: string) => {
    text += piece;
    // Nothing is shown while the reply may still turn out to be the refusal word.
    if (NO_ANSWER.startsWith(text.trim())) return;
    options.onToken?.(text.slice(shown));
    shown = text.length;
  };
  const deadline = options.deadline ?? AbortSignal.timeout(LLM_DEADLINE_MS);
  try {
    const signal = AbortSignal.any([options.signal, deadline]);
    for await (const chunk of ports.chat.stream(buildPrompt(question, passages), {
      signal,
      maxTokens: LLM_MAX_TOKENS,
    })) {
      if (chunk.type === 'token') add(filter.push(chunk.text));
      else
        Object.assign(usage, { promptTokens: chunk.promptTokens, completionTokens: chunk.completionTokens });
    }
    add(filter.end());
  } catch (error) {
    if (options.signal.aborted)
      throw new AppError('cancelled', 'The request was cancelled.', { cause: error });
    ports.log.warn(
      { code: toAppError(error).code, model: ports.chat.model },
      'the chat model failed; answering extractively',
    );
    return null;
  }
  text = text.trim();
  if (text.startsWith(NO_ANSWER) || text === '') return { text: '', answered: false, cited: [], ...usage };
  if (filter.cited.length === 0) {
    ports.log.warn({ model: ports.chat.model }, 'the chat model cited nothing; answering extractively');
    return null;
  }
  return { text, answered: true, cited: filter.cited, ...usage };
}
