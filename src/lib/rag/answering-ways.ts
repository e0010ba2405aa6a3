/** How a tenant's questions are answered, as its feature flags have it, and how that went, for their guard. */
import { watchFlags } from '#lib/flags/watch-flags.ts';
import type { Flags } from '#lib/ports/flags.ts';
import type { ChatModel } from '#lib/ports/models.ts';
import { NEAREST_SEARCH_COSINE, SHARED_SEARCH_COSINE } from './near-questions.ts';

export interface AnsweringWays {
  /** Null: answers quote. */
  chat: ChatModel | null;
  /** Questions of a batch share a search from this cosine on; null: none do. */
  sharedFrom: number | null;
  /** Whether a vector index may be used. */
  approximate: boolean;
  /** Runs a retrieval of so many questions. */
  retrieving<T>(questions: number, work: () => Promise<T>): Promise<T>;
  /** Runs the wording of an answer; `fellBack` tells whether it is another than the one that was meant. */
  wording<T>(work: () => Promise<T>, fellBack: (made: T) => boolean): Promise<T>;
}

/** Decided once a request, so that an answer and the key it is kept under are of one mind. */
export function answeringWays(
  ports: { flags: Flags; chat: ChatModel | null },
  tenantId: string,
): AnsweringWays {
  const { flags } = ports;
  const llm = flags.decide('llm-answers', tenantId);
  const sharing = flags.decide('batch-sharing', tenantId);
  const index = flags.decide('approximate-index', tenantId);

  return {
    chat: llm.enabled ? ports.chat : null,
    sharedFrom: sharing.enabled ? cosineOf(sharing.variant) : null,
    approximate: index.enabled,
    retrieving: (questions, work) => watchFlags(flags, questions > 1 ? [index, sharing] : [index], work),
    wording: (work, fellBack) => watchFlags(flags, ports.chat ? [llm] : [], work, fellBack),
  };
}

function cosineOf(variant: string): number {
  return variant === 'nearest' ? NEAREST_SEARCH_COSINE : SHARED_SEARCH_COSINE;
}
