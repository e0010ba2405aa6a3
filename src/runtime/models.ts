/** Opens the models that the configuration names; both modes share it. */
import { resolve } from 'node:path';
import type { Config } from '#env.ts';
import { localEmbedder } from '#lib/models/local-models.ts';
import { modelFilesIn } from '#lib/models/model-files.ts';
import { openAiChat, openAiEmbedder } from '#lib/models/openai-models.ts';
import type { ChatModel, Embedder } from '#lib/ports/models.ts';
import { openAiToolAdvisor } from '#lib/tools/recommend-langchain.ts';
import { openAiAssessor } from '#lib/trial/workflow-langchain.ts';
import { modelHealth, watchChat, watchEmbedder } from './model-health.ts';
import type { Ports } from './ports.ts';

export interface Models {
  ports: Pick<Ports, 'embedder' | 'embedderHealth' | 'chat' | 'chatHealth' | 'assessor' | 'toolAdvisor'>;
  close(): Promise<void>;
}

/** A local model is loaded now, so that the first question does not wait for it. */
export async function openModels(config: Config): Promise<Models> {
  const embedder = await openEmbedder(config.embedding);
  const chat: ChatModel | null = config.chat && openAiChat(config.chat);
  const assessor = config.chat && config.assessmentByChat ? openAiAssessor(config.chat) : null;
  const toolAdvisor = config.chat && openAiToolAdvisor(config.chat);
  const embedderHealth = modelHealth();
  const chatHealth = modelHealth();
  return {
    ports: {
      embedder: watchEmbedder(embedder, embedderHealth),
      embedderHealth,
      chat: chat && watchChat(chat, chatHealth),
      chatHealth,
      assessor,
      toolAdvisor,
    },
    async close() {
      await chat?.close();
      await assessor?.close();
      await toolAdvisor?.close();
      await embedder.close();
    },
  };
}

async function openEmbedder(choice: Config['embedding']): Promise<Embedder> {
  if (choice.kind === 'api') return openAiEmbedder(choice);
  const local =
    choice.kind === 'directory'
      ? localEmbedder({ files: await modelFilesIn(resolve(choice.directory)) })
      : localEmbedder();
  await local.warm();
  return local;
}
