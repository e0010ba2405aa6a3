/** Counts what is asked of a model: how its calls end, the tokens it reports, and what they cost. */
import { isAppError, toAppError } from '#lib/core/errors.ts';
import { costInMicroUsd, type TokenPrice, type Tokens } from '#lib/core/token-price.ts';
import type { ChatModel, Embedder, EmbedOptions } from '#lib/ports/models.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';

export interface ModelMeter {
  used(tokens: Tokens): void;
  /** A call that ended well, or with what it threw. */
  ended(error?: unknown): void;
}

const MICRO_USD_PER_USD = 1e6;

export function modelMeter(
  telemetry: Telemetry,
  of: {
    model: string;
    operation: 'chat' | 'embed' | 'assess' | 'advise';
    price?: TokenPrice | undefined;
  },
): ModelMeter {
  const { model, operation, price } = of;
  return {
    used(tokens) {
      telemetry.count('frontdesk_model_tokens_total', { model, kind: 'prompt' }, tokens.promptTokens);
      telemetry.count('frontdesk_model_tokens_total', { model, kind: 'completion' }, tokens.completionTokens);
      const cost = costInMicroUsd(price, tokens) / MICRO_USD_PER_USD;
      telemetry.count('frontdesk_model_cost_usd_total', { model }, cost);
    },
    ended(error) {
      const outcome = error === undefined ? 'ok' : outcomeOf(error);
      telemetry.count('frontdesk_model_calls_total', { model, operation, outcome });
    },
  };
}

function outcomeOf(error: unknown): 'error' | 'timeout' | 'aborted' {
  const { code } = toAppError(error);
  if (code === 'model_timeout') return 'timeout';
  const left = error instanceof Error && error.name === 'AbortError';
  return code === 'cancelled' || code === 'shutting_down' || left ? 'aborted' : 'error';
}

/** The same chat model, metered. A stream that its reader leaves early counts as aborted. */
export function meterChat(chat: ChatModel, meter: ModelMeter): ChatModel {
  return {
    ...chat,
    model: chat.model,
    async *stream(messages, options) {
      let finished = false;
      try {
        for await (const chunk of chat.stream(messages, options)) {
          if (chunk.type === 'usage') meter.used(chunk);
          yield chunk;
        }
        finished = true;
        meter.ended();
      } catch (error) {
        finished = true;
        // What the caller aborted with may be anything.
        meter.ended(
          options.signal.aborted && !isAppError(error) ? new DOMException('', 'AbortError') : error,
        );
        throw error;
      } finally {
        if (!finished) meter.ended(new DOMException('The reader left.', 'AbortError'));
      }
    },
  };
}

/** The same embedder, metered. */
export function meterEmbedder(embedder: Embedder, meter: ModelMeter): Embedder {
  async function metered<T>(options: EmbedOptions, call: (options: EmbedOptions) => Promise<T>): Promise<T> {
    const onUsage = (promptTokens: number) => {
      meter.used({ promptTokens, completionTokens: 0 });
      options.onUsage?.(promptTokens);
    };
    try {
      const result = await call({ ...options, onUsage });
      meter.ended();
      return result;
    } catch (error) {
      meter.ended(error);
      throw error;
    }
  }
  return {
    model: embedder.model,
    dimensions: embedder.dimensions,
    embed: (texts, options = {}) => metered(options, (own) => embedder.embed(texts, own)),
    embedPassages: (passages, options = {}) =>
      metered(options, (own) => embedder.embedPassages(passages, own)),
    close: () => embedder.close(),
  };
}
