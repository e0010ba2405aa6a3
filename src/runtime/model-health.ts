/** Remembers whether a model's last calls worked, for readiness. */
import { toAppError } from '#lib/core/errors.ts';
import type { ChatModel, Embedder } from '#lib/ports/models.ts';

export type ModelState = 'ok' | 'degraded';

/** A failure counts this long unless a success comes after it. */
const FAILURE_COUNTS_MS = 60_000;

export interface ModelHealth {
  state(): ModelState;
  succeeded(): void;
  failed(error: unknown): void;
}

export function modelHealth(now: () => number = () => performance.now()): ModelHealth {
  let failedAt = Number.NEGATIVE_INFINITY;
  return {
    state: () => (now() - failedAt < FAILURE_COUNTS_MS ? 'degraded' : 'ok'),
    succeeded() {
      failedAt = Number.NEGATIVE_INFINITY;
    },
    failed(error) {
      const { code } = toAppError(error);
      if (code === 'model_unavailable' || code === 'model_timeout') failedAt = now();
    },
  };
}

/** The same embedder, telling `health` how its calls end. */
export function watchEmbedder(embedder: Embedder, health: ModelHealth): Embedder {
  async function watched<T>(call: Promise<T>): Promise<T> {
    try {
      const result = await call;
      health.succeeded();
      return result;
    } catch (error) {
      health.failed(error);
      throw error;
    }
  }
  return {
    model: embedder.model,
    dimensions: embedder.dimensions,
    embed: (texts, options) => watched(embedder.embed(texts, options)),
    embedPassages: (passages, options) => watched(embedder.embedPassages(passages, options)),
    close: () => embedder.close(),
  };
}

/** The same chat model, telling `health` how its streams end. */
export function watchChat(chat: ChatModel, health: ModelHealth): ChatModel {
  return {
    ...chat,
    model: chat.model,
    async *stream(messages, options) {
      try {
        yield* chat.stream(messages, options);
        health.succeeded();
      } catch (error) {
        health.failed(error);
        throw error;
      }
    },
  };
}
