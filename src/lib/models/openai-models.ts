/** Embeddings and chat from any OpenAI-compatible endpoint; every call ends within its deadlines. */

import type { UsageMetadata } from '@langchain/core/messages';
import type { TokenPrice } from '#lib/core/token-price.ts';
import { abortError, checkPassages, checkTexts } from '#lib/models/embedding-input.ts';
import { addCallParts, type CallParts, toLangChain, wholeCalls } from '#lib/models/langchain-messages.ts';
import {
  type ModelFailure,
  modelUnavailable,
  type OpenAiEndpoint,
  openAiConnection,
  pause,
} from '#lib/models/openai-connection.ts';
import { writeUnit } from '#lib/models/pool-vectors.ts';
import type { ChatModel, Embedder, EmbedOptions } from '#lib/ports/models.ts';

export interface OpenAiEmbedderOptions extends OpenAiEndpoint {
  model: string;
  /** Width of the vectors; may be left out for OpenAI's own models, whose width is known. */
  dimensions?: number | undefined;
}

export interface OpenAiChatOptions extends OpenAiEndpoint {
  model: string;
  temperature?: number | undefined;
  price?: TokenPrice | undefined;
  maxTokens?: number | undefined;
}

const KNOWN_DIMENSIONS: Record<string, number> = {
  'text-embedding-3-small': 1_536,
  'text-embedding-3-large': 3_072,
  'text-embedding-ada-002': 1_536,
};
const TEXTS_PER_REQUEST = 64;
/** OpenAI refuses inputs over 8,191 tokens, and a token is seldom less than a character. */
const TEXT_SENT_MAX_CHARS = 8_000;
const RETRY_DELAY_MS = 300;
const RETRY_AFTER_WORTH_WAITING_SECONDS = 2;

/** Loaded only where an endpoint is configured: it costs 0.4 s and 90 MB. */
const loadClient = () => import('@langchain/openai');

/** Starts loading when the adapter is made, so that the first question does not wait for it. */
function preloadClient(): void {
  // A failure shows when the client is needed.
  loadClient().catch(() => {});
}

/** Throws Error when the width of the model's vectors is neither known nor given. */
export function openAiEmbedder(options: OpenAiEmbedderOptions): Embedder {
  const { model } = options;
  const dimensions = options.dimensions ?? KNOWN_DIMENSIONS[model];
  if (!dimensions)
    throw new Error(`the number of dimensions of the embedding model ${model} must be configured`);
  // Only these models can shorten their vectors; others refuse the parameter.
  const shortened = model.startsWith('text-embedding-3') && dimensions !== KNOWN_DIMENSIONS[model];
  const connection = openAiConnection(options);
  preloadClient();

  async function attempt(
    texts: string[],
    { signal, onUsage }: EmbedOptions,
  ): Promise<Float32Array[] | ModelFailure> {
    const { OpenAIEmbeddings } = await loadClient();
    /** Hands on what the class drops. */
    class Reporting extends OpenAIEmbeddings {
      protected override async embeddingWithRetry(
        request: Parameters<InstanceType<typeof OpenAIEmbeddings>['embeddingWithRetry']>[0],
      ) {
        const response = await super.embeddingWithRetry(request);
        const reported = response.usage?.prompt_tokens;
        if (typeof reported === 'number') onUsage?.(reported);
        return response;
      }
    }
    const watch = connection.watch(signal);
    try {
      const embeddings = new Reporting({
        ...(await connection.clientOptions(watch)),
        model,
        batchSize: TEXTS_PER_REQUEST,
        stripNewLines: false,
        encodingFormat: 'float',
        maxRetries: 0,
        ...(shortened ? { dimensions } : {}),
      });
      const vectors = await embeddings.embedDocuments(texts);
      return vectors.map((vector) => toUnit(vector, dimensions!));
    } catch (thrown) {
      return connection.failure(thrown, watch);
    } finally {
      watch.end();
    }
  }

  /** Tries a transient failure once more, unless the provider asks for a longer pause. */
  async function request(texts: string[], options: EmbedOptions): Promise<Float32Array[]> {
    const first = await attempt(texts, options);
    if (Array.isArray(first)) return first;
    const waitSeconds = first.error.retryAfterSeconds ?? 0;
    if (!first.transient || waitSeconds > RETRY_AFTER_WORTH_WAITING_SECONDS) throw first.error;
    await pause(Math.max(RETRY_DELAY_MS, waitSeconds * 1_000), options.signal);
    const second = await attempt(texts, options);
    if (Array.isArray(second)) return second;
    throw second.error;
  }

  async function embedAll(texts: readonly string[], options: EmbedOptions): Promise<Float32Array[]> {
    if (options.signal?.aborted) throw abortError(options.signal);
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += TEXTS_PER_REQUEST) {
      const batch = texts
        .slice(start, start + TEXTS_PER_REQUEST)
        .map((text) => text.slice(0, TEXT_SENT_MAX_CHARS));
      vectors.push(...(await request(batch, options)));
    }
    return vectors;
  }

  return {
    model: `${model}:${dimensions}`,
    dimensions,

    async embed(texts, options = {}) {
      checkTexts(texts);
      return embedAll(texts, options);
    },

    /** No token outputs over this interface: every span is embedded on its own, equal texts once. */
    async embedPassages(passages, options = {}) {
      checkPassages(passages);
      const texts = passages.map(({ text, spans }) => [
        text,
        ...spans.map(({ start, end }) => text.slice(start, end)),
      ]);
      const distinct = [...new Set(texts.flat())];
      const vectors = await embedAll(distinct, options);
      const byText = new Map(distinct.map((text, index) => [text, vectors[index]!]));
      return texts.map(([text, ...spanTexts]) => ({
        vector: byText.get(text!)!,
        spanVectors: spanTexts.map((spanText) => byText.get(spanText)!),
      }));
    },

    close: () => connection.close(),
  };
}

function toUnit(vector: unknown, dimensions: number): Float32Array {
  if (!Array.isArray(vector) || vector.length !== dimensions) {
    const got = Array.isArray(vector) ? `${vector.length} dimensions` : typeof vector;
    throw modelUnavailable(`the embedding model returned ${got} instead of ${dimensions} dimensions`);
  }
  const unit = new Float32Array(dimensions);
  writeUnit(vector as number[], unit);
  return unit;
}

export function openAiChat(options: OpenAiChatOptions): ChatModel {
  const connection = openAiConnection(options);
  preloadClient();
  return {
    model: options.model,
    price: options.price,

    async *stream(messages, { signal, maxTokens = options.maxTokens, tools = [] }) {
      // The class for /chat/completions: the general one prefers /responses for some models, which
      // compatible servers lack.
      const { ChatOpenAICompletions } = await loadClient();
      const watch = connection.watch(signal);
      let finish: string | undefined;
      try {
        const chat = new ChatOpenAICompletions({
          ...(await connection.clientOptions(watch)),
          model: options.model,
          streamUsage: true,
          maxRetries: 0,
          ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
          ...(maxTokens === undefined ? {} : { maxTokens }),
        });
        const functions = tools.map((spec) => ({ type: 'function' as const, function: { ...spec } }));
        const asked = messages.map(toLangChain);
        const bound = functions.length > 0 ? chat.bindTools(functions) : chat;
        const stream = await bound.stream(asked);
        const parts: CallParts = new Map();
        // Not `for await`: leaving that loop early would wait for the next chunk before the socket is closed.
        const chunks = stream[Symbol.asyncIterator]();
        while (true) {
          const next = await chunks.next();
          watch.received();
          if (watch.signal.aborted) throw watch.signal.reason;
          if (next.done) break;
          const { content, response_metadata } = next.value;
          addCallParts(parts, next.value);
          const usage = next.value.usage_metadata as UsageMetadata | undefined;
          if (typeof content === 'string' && content !== '') yield { type: 'token', text: content };
          if (usage) {
            yield { type: 'usage', promptTokens: usage.input_tokens, completionTokens: usage.output_tokens };
          }
          if (typeof response_metadata?.finish_reason === 'string') finish = response_metadata.finish_reason;
          watch.expecting();
        }
        if (finish === undefined) throw modelUnavailable('the answer ended without a finish reason');
        if (finish === 'content_filter') throw modelUnavailable('the provider withheld the answer');
        for (const call of wholeCalls(parts)) yield { type: 'tool_call', call };
      } catch (thrown) {
        throw connection.failure(thrown, watch).error;
      } finally {
        watch.end();
      }
    },

    close: () => connection.close(),
  };
}
