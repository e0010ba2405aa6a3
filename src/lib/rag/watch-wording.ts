/** Tells of an answer's wording: how long it took, what the model was asked and said, and which tools it called. */
import { toAppError } from '#lib/core/errors.ts';
import type { AskWatch } from '#lib/ports/ask-observer.ts';
import type { ChatChunk, ChatMessage, ChatModel, ChatOptions, ToolCall } from '#lib/ports/models.ts';
import type { Toolbox } from './toolbox.ts';
import { instant } from './watch-retrieval.ts';

interface Words {
  chat: ChatModel | null;
  toolbox: Toolbox | undefined;
}

/** Runs `work` with the same model and tools, watched. */
export async function watchWording<T>(
  watch: AskWatch,
  { chat, toolbox }: Words,
  work: (watched: Words) => Promise<T>,
): Promise<T> {
  const startedAt = instant();
  try {
    return await work({
      chat: chat && watchedChat(watch, chat),
      toolbox: toolbox && watchedToolbox(watch, toolbox),
    });
  } finally {
    watch.worded({ startedAt, endedAt: instant() });
  }
}

function watchedChat(watch: AskWatch, chat: ChatModel): ChatModel {
  async function* stream(
    messages: readonly ChatMessage[],
    options: ChatOptions,
  ): AsyncGenerator<ChatChunk, void, undefined> {
    const startedAt = instant();
    // Messages are added to while tools are called.
    const asked = [...messages];
    const toolCalls: ToolCall[] = [];
    let text = '';
    const usage = { promptTokens: 0, completionTokens: 0 };
    let reported = false;
    let firstTokenAt: number | null = null;
    let error: unknown = null;
    try {
      for await (const chunk of chat.stream(messages, options)) {
        if (chunk.type === 'usage') {
          reported = true;
          usage.promptTokens += chunk.promptTokens;
          usage.completionTokens += chunk.completionTokens;
        } else {
          firstTokenAt ??= instant();
          if (chunk.type === 'token') text += chunk.text;
          else toolCalls.push(chunk.call);
        }
        yield chunk;
      }
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      watch.called({
        startedAt,
        endedAt: instant(),
        model: chat.model,
        price: chat.price,
        parameters: parametersOf(options),
        messages: asked,
        text,
        toolCalls,
        usage: reported ? usage : null,
        firstTokenAt,
        error: error === null ? null : toAppError(error),
      });
    }
  }
  return { ...chat, model: chat.model, stream };
}

function parametersOf({ maxTokens, tools }: ChatOptions): Record<string, string | number> {
  return {
    stream: 'true',
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(tools && tools.length > 0 ? { tools: tools.map(({ name }) => name).join(', ') } : {}),
  };
}

function watchedToolbox(watch: AskWatch, toolbox: Toolbox): Toolbox {
  return {
    version: toolbox.version,
    specs: toolbox.specs,
    offers: (query, answered, signal) => toolbox.offers(query, answered, signal),
    async call(call, signal) {
      const startedAt = instant();
      const told = { name: call.name, arguments: call.arguments, startedAt };
      try {
        const outcome = await toolbox.call(call, signal);
        watch.ran({ ...told, endedAt: instant(), content: outcome.content, error: null });
        if (outcome.refused) watch.noted({ note: 'removed', what: 'tool', count: 1 });
        return outcome;
      } catch (thrown) {
        watch.ran({ ...told, endedAt: instant(), content: null, error: toAppError(thrown) });
        throw thrown;
      }
    },
  };
}
