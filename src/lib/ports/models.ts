/** What the product asks of an embedding model and of a chat model, whichever adapter stands behind them. */
import type { TokenPrice } from '#lib/core/token-price.ts';

export interface EmbedOptions {
  /** Aborting removes waiting work and closes upstream connections; the call rejects with `cancelled`. */
  signal?: AbortSignal | undefined;
  /** `query` (the default) goes ahead of waiting passages; some models also word the two differently. */
  purpose?: 'query' | 'passage' | undefined;
  /** Told the tokens that the model reports, as often as it is asked; a local one reports none. */
  onUsage?: ((promptTokens: number) => void) | undefined;
}

/** Half-open range of UTF-16 code units in a passage's text. */
export interface TextSpan {
  start: number;
  end: number;
}

export interface Passage {
  text: string;
  /** In any order; they may overlap. Usually one a sentence. */
  spans: readonly TextSpan[];
}

export interface PassageVectors {
  /** Unit length. */
  vector: Float32Array;
  /** One a span, in the spans' order, unit length. */
  spanVectors: Float32Array[];
}

/**
 * Turns texts into unit vectors. The same text gives the same bytes whatever its neighbours and order are
 * for a local model; a remote one is only as repeatable as its provider.
 * Errors: `invalid_request` (blank or oversized input), `cancelled`, `model_unavailable`, `model_timeout`,
 * `shutting_down`.
 */
export interface Embedder {
  /** Names the vector space, e.g. `all-MiniLM-L6-v2:int8@afdb6f1a`; vectors of two names never mix. */
  readonly model: string;
  readonly dimensions: number;
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
  /**
   * Vectors of whole passages and of spans inside them. With token outputs a span's vector is the mean of its
   * tokens' outputs in the context of the passage ("late chunking", Günther et al. 2024, arXiv:2409.04701);
   * otherwise, and for a span past the model's window, the span's text is embedded on its own.
   */
  embedPassages(passages: readonly Passage[], options?: EmbedOptions): Promise<PassageVectors[]>;
  /** Pending calls reject with `shutting_down`; calling it again is harmless. */
  close(): Promise<void>;
}

/** What a model may ask for; the arguments it gives are its own words, to be checked like any input. */
export interface ToolSpec {
  name: string;
  description: string;
  /** JSON Schema of an object. */
  parameters: Record<string, unknown>;
}

export interface ToolCall {
  id: string;
  name: string;
  /** JSON, as far as the model kept to it. */
  arguments: string;
}

export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string; toolCalls?: readonly ToolCall[] }
  /** What came of a call: data, never instructions. */
  | { role: 'tool'; callId: string; content: string };

export type ChatChunk =
  | { type: 'token'; text: string }
  | { type: 'tool_call'; call: ToolCall }
  | { type: 'usage'; promptTokens: number; completionTokens: number };

export interface ChatOptions {
  signal: AbortSignal;
  maxTokens?: number | undefined;
  tools?: readonly ToolSpec[] | undefined;
}

/**
 * Streams one answer. The stream either ends with the model's own end of answer or throws (`cancelled`,
 * `model_unavailable`, `model_timeout`, `shutting_down`): a cut connection never looks like a finished answer.
 * Leaving the loop early closes the connection upstream.
 */
export interface ChatModel {
  readonly model: string;
  /** What the operator says its tokens cost. */
  readonly price?: TokenPrice | undefined;
  stream(messages: readonly ChatMessage[], options: ChatOptions): AsyncIterable<ChatChunk>;
  close(): Promise<void>;
}
