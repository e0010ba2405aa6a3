/** The workflow's questions to a language model, asked through LangChain with structured output. */
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { modelOpinion } from '#lib/contracts/assessment.ts';
import { ASSESS_MODEL_MAX_TOKENS } from '#lib/core/limits.ts';
import type { ModelMeter } from '#lib/models/model-meter.ts';
import type { OpenAiEndpoint } from '#lib/models/openai-connection.ts';
import {
  langChainStructuredChat,
  openAiStructuredChat,
  type StructuredChat,
} from '#lib/models/structured-chat.ts';
import type { Assessor } from '#lib/ports/assessor.ts';

const OPINION = {
  schema: modelOpinion,
  name: 'assessment',
  otherwise: 'the answer is not an assessment of the agreed form',
};

export function openAiAssessor(
  options: OpenAiEndpoint & { model: string; meter?: ModelMeter | undefined },
): Assessor {
  return assessor(options.model, openAiStructuredChat({ ...options, maxTokens: ASSESS_MODEL_MAX_TOKENS }));
}

/** Any LangChain chat model as an assessor. */
export function langChainAssessor(model: string, chat: BaseChatModel): Assessor {
  return assessor(model, langChainStructuredChat(chat));
}

function assessor(model: string, chat: StructuredChat): Assessor {
  return {
    model,
    judge: (messages, { signal }) => chat.ask(OPINION, messages, signal),
    close: () => chat.close(),
  };
}
