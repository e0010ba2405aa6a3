/** The workflow's questions to a language model, asked through LangChain with structured output. */

import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { type ModelOpinion, modelOpinion } from '#lib/contracts/assessment.ts';
import { isAppError } from '#lib/core/errors.ts';
import { ASSESS_MODEL_MAX_TOKENS } from '#lib/core/limits.ts';
import { modelUnavailable, type OpenAiEndpoint, openAiConnection } from '#lib/models/openai-connection.ts';
import type { Assessor } from '#lib/ports/assessor.ts';
import type { ChatMessage } from '#lib/ports/models.ts';

export interface OpenAiAssessorOptions extends OpenAiEndpoint {
  model: string;
}

/** Over the same endpoint and deadlines as the chat model; a call is never repeated, its time is short. */
export function openAiAssessor(options: OpenAiAssessorOptions): Assessor {
  const connection = openAiConnection(options);
  return {
    model: options.model,

    async judge(messages, { signal }) {
      const { ChatOpenAICompletions } = await import('@langchain/openai');
      const watch = connection.watch(signal);
      try {
        const chat = new ChatOpenAICompletions({
          ...(await connection.clientOptions(watch)),
          model: options.model,
          maxRetries: 0,
          temperature: 0,
          maxTokens: ASSESS_MODEL_MAX_TOKENS,
        });
        return await structuredOpinion(chat, messages, watch.signal);
      } catch (thrown) {
        throw connection.failure(thrown, watch).error;
      } finally {
        watch.end();
      }
    },

    close: () => connection.close(),
  };
}

/** Any LangChain chat model as an assessor. */
export function langChainAssessor(model: string, chat: BaseChatModel): Assessor {
  return {
    model,
    async judge(messages, { signal }) {
      try {
        return await structuredOpinion(chat, messages, signal);
      } catch (thrown) {
        throw isAppError(thrown) ? thrown : modelUnavailable(String(thrown).slice(0, 500));
      }
    },
    close: async () => {},
  };
}

/** What comes back is checked here as well: not every model, and not every server, keeps to the form asked for. */
async function structuredOpinion(
  chat: BaseChatModel,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
): Promise<ModelOpinion> {
  const structured = chat.withStructuredOutput(modelOpinion, {
    name: 'assessment',
    method: 'jsonSchema',
  });
  const asked = messages.map(({ role, content }) => ({ role, content }));
  const parsed = modelOpinion.safeParse(await structured.invoke(asked, { signal }));
  if (!parsed.success) throw modelUnavailable('the answer is not an assessment of the agreed form');
  return parsed.data;
}
