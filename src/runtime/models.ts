/** Opens the models that the configuration names; both modes share it. */
import { resolve } from 'node:path';
import type { Config } from '#env.ts';
import { localEmbedder } from '#lib/models/local-models.ts';
import { modelFilesIn } from '#lib/models/model-files.ts';
import { meterChat, meterEmbedder, modelMeter } from '#lib/models/model-meter.ts';
import { openAiChat, openAiEmbedder } from '#lib/models/openai-models.ts';
import type { ChatModel, Embedder } from '#lib/ports/models.ts';
import { noTelemetry } from '#lib/ports/telemetry.ts';
import { openAiToolAdvisor } from '#lib/tools/recommend-langchain.ts';
import { openAiAssessor } from '#lib/trial/workflow-langchain.ts';
import { modelHealth, watchChat, watchEmbedder } from './model-health.ts';
import type { Ports } from './ports.ts';

export interface Models {
  ports: Pick<Ports, 'embedder' | 'embedderHealth' | 'chat' | 'chatHealth' | 'assessor' | 'toolAdvisor'>;
  close(): Promise<void>;
}

/** A local model is loaded now, so that the first question does not wait for it. */
export async function openModels(config: Config, telemetry = noTelemetry): Promise<Models> {
  const embedder = await openEmbedder(config.embedding);
  const settings = config.chat;
  const meter = (operation: 'chat' | 'assess' | 'advise') =>
    modelMeter(telemetry, { model: settings?.model ?? '', operation, price: settings?.price });
  const chat: ChatModel | null = settings && openAiChat(settings);
  const assessor =
    settings && config.assessmentByChat ? openAiAssessor({ ...settings, meter: meter('assess') }) : null;
  const toolAdvisor = settings && openAiToolAdvisor({ ...settings, meter: meter('advise') });
  const embedMeter = modelMeter(telemetry, {
    model: embedder.model,
    operation: 'embed',
    price: config.embedding.kind === 'api' ? config.embedding.price : undefined,
  });
  const embedderHealth = modelHealth();
  const chatHealth = modelHealth();
  return {
    ports: {
      embedder: meterEmbedder(watchEmbedder(embedder, embedderHealth), embedMeter),
      embedderHealth,
      chat: chat && meterChat(watchChat(chat, chatHealth), meter('chat')),
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
