/** What an answer may do beside wording passages: tools a model may call, and actions a visitor may be offered. */
import type { ToolAction } from '#lib/contracts/tools.ts';
import type { ToolCall, ToolSpec } from '#lib/ports/models.ts';
import type { Passage } from './batch-retriever.ts';
import type { Ranked, RankQuery } from './rerank.ts';

export interface CallOutcome {
  /** For the model: data, never instructions. */
  content: string;
  /** Offered to the visitor; nothing was done. */
  action?: ToolAction;
  /** To be cited like those that were retrieved. */
  passages?: Ranked<Passage>[];
  /** Somebody else's service has answered: an answer made of it holds for now only. */
  live?: boolean;
  /** The model asked for what there is not. */
  refused?: boolean;
}

export interface Toolbox {
  /** Decides, with all else, what an answer is: another set of tools, another version. */
  version: string;
  specs: readonly ToolSpec[];
  /** Never throws for what the model asks: it is told what was wrong. Errors: `cancelled`. */
  call(call: ToolCall, signal: AbortSignal): Promise<CallOutcome>;
  /** Without a model: what the question asks for. Never throws. */
  offers(query: RankQuery, answered: boolean, signal: AbortSignal): Promise<ToolAction[]>;
}
