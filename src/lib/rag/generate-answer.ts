/** Lets a language model word the answer, grounded in the passages; there is none when it cannot be relied on. */
import { AppError, toAppError } from '#lib/core/errors.ts';
import { LLM_DEADLINE_MS, LLM_MAX_TOKENS, TOOL_CALLS_PER_ROUND, TOOL_ROUNDS } from '#lib/core/limits.ts';
import type { Tokens } from '#lib/core/token-price.ts';
import { type AskWatch, unwatched } from '#lib/ports/ask-observer.ts';
import type { Log } from '#lib/ports/log.ts';
import type { ChatModel, ToolCall, ToolSpec } from '#lib/ports/models.ts';
import { citationFilter } from './citations.ts';
import { buildPrompt, NO_ANSWER, type PromptPassage } from './prompt.ts';

export interface GeneratedAnswer {
  text: string;
  answered: boolean;
  /** Numbers of the passages cited, in order of first appearance. */
  cited: readonly number[];
}

export interface Generated {
  /** Null when the model failed or cannot be relied on. */
  answer: GeneratedAnswer | null;
  /** What the model took, used or not. */
  tokens: Tokens;
}

/** How the tools of an answer are called; what they find is numbered on from the passages given. */
export interface ToolUse {
  specs: readonly ToolSpec[];
  call(call: ToolCall, signal: AbortSignal): Promise<{ content: string; counts: boolean }>;
  /** How many passages may be cited now. */
  passages(): number;
}

interface Options {
  signal: AbortSignal;
  /** Aborts when the model has had its time: LLM_DEADLINE_MS from now unless several answers share one. */
  deadline?: AbortSignal | undefined;
  onToken?: ((text: string) => void) | undefined;
  tools?: ToolUse | undefined;
  watch?: AskWatch | undefined;
}

/**
 * No answer when the model fails, or cites nothing and no tool of the business stands in for it: the caller then
 * answers extractively. Errors: `cancelled` only, when `signal` aborts.
 */
export async function generateAnswer(
  ports: { chat: ChatModel; log: Log },
  question: string,
  passages: readonly PromptPassage[],
  options: Options,
): Promise<Generated> {
  const { tools, watch = unwatched } = options;
  const tokens = { promptTokens: 0, completionTokens: 0 };
  const fallBack = (reason: string): Generated => {
    watch.noted({ note: 'fallback', reason });
    return { answer: null, tokens };
  };
  if (options.deadline?.aborted) return fallBack('deadline');
  const filter = citationFilter(tools ? tools.passages : passages.length);
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
  /** Whether what a tool said or offered stands for the answer, so that it need not cite a passage. */
  let stands = false;
  try {
    const signal = AbortSignal.any([options.signal, deadline]);
    const messages = buildPrompt(question, passages);
    for (let round = 1; round <= TOOL_ROUNDS; round++) {
      const callable = tools && round < TOOL_ROUNDS ? tools.specs : [];
      const calls: ToolCall[] = [];
      let said = '';
      for await (const chunk of ports.chat.stream(messages, {
        signal,
        maxTokens: LLM_MAX_TOKENS,
        ...(callable.length > 0 ? { tools: callable } : {}),
      })) {
        if (chunk.type === 'token') {
          said += chunk.text;
          add(filter.push(chunk.text));
        } else if (chunk.type === 'tool_call') calls.push(chunk.call);
        else {
          tokens.promptTokens += chunk.promptTokens;
          tokens.completionTokens += chunk.completionTokens;
        }
      }
      add(filter.end());
      if (!tools || callable.length === 0 || calls.length === 0) break;
      // What was not shown was the refusal word, or its beginning: the tools may know more.
      if (shown === 0) text = '';
      const toolCalls = calls.slice(0, TOOL_CALLS_PER_ROUND);
      messages.push({ role: 'assistant', content: said, toolCalls });
      for (const call of toolCalls) {
        const { content, counts } = await tools.call(call, signal);
        stands ||= counts;
        messages.push({ role: 'tool', callId: call.id, content });
      }
    }
  } catch (error) {
    if (options.signal.aborted)
      throw new AppError('cancelled', 'The request was cancelled.', { cause: error });
    const { code } = toAppError(error);
    ports.log.warn({ code, model: ports.chat.model }, 'the chat model failed; answering extractively');
    return fallBack(code);
  }
  if (filter.dropped > 0) watch.noted({ note: 'removed', what: 'citation', count: filter.dropped });
  text = text.trim();
  if (text.startsWith(NO_ANSWER) || text === '') {
    return { answer: { text: '', answered: false, cited: [] }, tokens };
  }
  if (filter.cited.length === 0 && !stands) {
    ports.log.warn({ model: ports.chat.model }, 'the chat model cited nothing; answering extractively');
    return fallBack('no_citation');
  }
  return { answer: { text, answered: true, cited: filter.cited }, tokens };
}
