/** What is told of a question on its way to its answer, for metrics and traces. Nothing here throws or waits. */
import type { Answer } from '#lib/contracts/ask.ts';
import type { AppError } from '#lib/core/errors.ts';
import type { TokenPrice, Tokens } from '#lib/core/token-price.ts';
import type { ChatMessage, ToolCall } from './models.ts';

/** Milliseconds since the epoch, with fractions. */
export interface Timing {
  startedAt: number;
  endedAt: number;
}

export interface AskStart {
  via: 'api' | 'batch' | 'mcp' | 'widget';
  tenantId: string;
  requestId: string;
  sessionId: string;
  /** Null: it is no visitor who asks. */
  visitorId: string | null;
  query: string;
  topK: number;
}

export type BatchStart = Omit<AskStart, 'query' | 'visitorId'> & {
  queries: readonly string[];
  /** How many of them are distinct. */
  unique: number;
};

export interface FoundPassage {
  chunkId: string;
  sourceId: string;
  title: string;
  /** After the second stage, 0–1. */
  score: number;
  cosine: number;
}

export interface Retrieval {
  /** The embedding model. */
  model: string;
  /** How many questions share the embedding call and the statement. */
  questions: number;
  embed: Timing;
  /** In SQL. Null, as for the stage after it: it did not come to that. */
  search: Timing | null;
  rerank: Timing | null;
  /** Best first. */
  passages: readonly FoundPassage[];
  error: AppError | null;
}

export interface ModelCall extends Timing {
  model: string;
  parameters: Readonly<Record<string, string | number>>;
  messages: readonly ChatMessage[];
  text: string;
  toolCalls: readonly ToolCall[];
  /** As the model has reported it; null when it has not. */
  usage: Tokens | null;
  /** Undefined: what it costs is not known. */
  price: TokenPrice | undefined;
  firstTokenAt: number | null;
  error: AppError | null;
}

/** A tool that the model called. */
export interface ToolRun extends Timing {
  name: string;
  /** JSON, as far as the model kept to it. */
  arguments: string;
  content: string | null;
  error: AppError | null;
}

export type AskNote =
  /** Where the answer comes from: kept, being made for another asker, or made anew. */
  | { note: 'cache'; outcome: 'hit' | 'shared' | 'miss' }
  /** Personal data that was masked, by type. */
  | { note: 'masked'; counts: Readonly<Partial<Record<string, number>>> }
  /** What nothing supports was taken out of a model’s words. */
  | { note: 'removed'; what: 'link' | 'citation' | 'tool'; count: number }
  /** The model is not relied on; the documents are quoted. */
  | { note: 'fallback'; reason: string };

export type AskEnd =
  | { outcome: 'answered' | 'abstained'; answer: Answer }
  | { outcome: 'error' | 'aborted'; error: AppError };

/** One question; what is told after its end is still true, of work that others wait for. */
export interface AskWatch {
  retrieved(retrieval: Retrieval): void;
  called(call: ModelCall): void;
  ran(tool: ToolRun): void;
  /** The answer was worded, by a model or by quoting, or was not. */
  worded(timing: Timing): void;
  noted(note: AskNote): void;
  /** The first call counts. */
  ended(end: AskEnd): void;
}

export interface BatchWatch {
  /** In the order of `queries`. */
  asks: readonly AskWatch[];
  /** The first call counts; `error` null: it was answered, as far as its questions were. */
  ended(outcome: 'done' | 'error' | 'aborted', error: AppError | null): void;
}

export interface AskObserver {
  ask(start: AskStart): AskWatch;
  batch(start: BatchStart): BatchWatch;
}

/** For work that nobody watches. */
export const unwatched: AskWatch = {
  retrieved() {},
  called() {},
  ran() {},
  worded() {},
  noted() {},
  ended() {},
};
