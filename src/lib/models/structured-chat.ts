/** Asks a language model, through LangChain, for an answer of an agreed form; whatever it says is checked against it. */
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { UsageMetadata } from '@langchain/core/messages';
import type { LLMResult } from '@langchain/core/outputs';
import type { z } from 'zod';
import { isAppError } from '#lib/core/errors.ts';
import type { ChatMessage } from '#lib/ports/models.ts';
import type { ModelMeter } from './model-meter.ts';
import { modelUnavailable, type OpenAiEndpoint, openAiConnection } from './openai-connection.ts';

export interface Form<T> {
  schema: z.ZodType<T>;
  /** Names the form to the model. */
  name: string;
  /** What is said, to the log, of an answer that is not of it. */
  otherwise: string;
}

export interface StructuredChat {
  /** Errors: `model_unavailable` (also for a refusal and for other words), `model_timeout`, `cancelled`. */
  ask<T>(form: Form<T>, messages: readonly ChatMessage[], signal: AbortSignal): Promise<T>;
  close(): Promise<void>;
}

/** Over the same endpoint and deadlines as the chat model; a call is never repeated, its time is short. */
export function openAiStructuredChat(
  options: OpenAiEndpoint & { model: string; maxTokens: number; meter?: ModelMeter | undefined },
): StructuredChat {
  const { model, maxTokens, meter } = options;
  const connection = openAiConnection(options);
  return {
    async ask(form, messages, signal) {
      const { ChatOpenAICompletions } = await import('@langchain/openai');
      const watch = connection.watch(signal);
      try {
        const client = await connection.clientOptions(watch);
        const chat = new ChatOpenAICompletions({
          ...client,
          model,
          maxRetries: 0,
          temperature: 0,
          maxTokens,
        });
        const answer = await invoke(chat, form, messages, { signal: watch.signal, meter });
        meter?.ended();
        return answer;
      } catch (thrown) {
        const { error } = connection.failure(thrown, watch);
        meter?.ended(error);
        throw error;
      } finally {
        watch.end();
      }
    },
    close: () => connection.close(),
  };
}

/** Any LangChain chat model. */
export function langChainStructuredChat(chat: BaseChatModel): StructuredChat {
  return {
    async ask(form, messages, signal) {
      try {
        return await invoke(chat, form, messages, { signal });
      } catch (thrown) {
        throw isAppError(thrown) ? thrown : modelUnavailable(String(thrown).slice(0, 500));
      }
    },
    close: async () => {},
  };
}

/** What comes back is checked here as well: not every model, and not every server, keeps to the form asked for. */
async function invoke<T>(
  chat: BaseChatModel,
  { schema, name, otherwise }: Form<T>,
  messages: readonly ChatMessage[],
  { signal, meter }: { signal: AbortSignal; meter?: ModelMeter | undefined },
): Promise<T> {
  const structured = chat.withStructuredOutput(schema as z.ZodType<Record<string, unknown>>, {
    name,
    method: 'jsonSchema',
  });
  const asked = messages.map(({ role, content }) => ({ role, content }));
  const callbacks = meter ? [usageReader(meter)] : [];
  const parsed = schema.safeParse(await structured.invoke(asked, { signal, callbacks }));
  if (!parsed.success) throw modelUnavailable(otherwise);
  return parsed.data;
}

/** The tokens of an answer; one that the client itself cannot read tells none. */
function usageReader(meter: ModelMeter) {
  return {
    // Else it would be told some time after the answer.
    awaitHandlers: true,
    handleLLMEnd({ generations }: LLMResult) {
      const { message } = (generations[0]?.[0] ?? {}) as { message?: { usage_metadata?: UsageMetadata } };
      const usage = message?.usage_metadata;
      if (usage) meter.used({ promptTokens: usage.input_tokens, completionTokens: usage.output_tokens });
    },
  };
}
