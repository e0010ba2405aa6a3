/** How a tenant's questions are answered, as its feature flags have it, and how that went, for their guard. */
import { toAppError } from '#lib/core/errors.ts';
import type { FlagDecision, Flags } from '#lib/ports/flags.ts';
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
  const llm = ports.flags.decide('llm-answers', tenantId);
  const sharing = ports.flags.decide('batch-sharing', tenantId);
  const index = ports.flags.decide('approximate-index', tenantId);

  async function watched<T>(
    decisions: readonly FlagDecision[],
    work: () => Promise<T>,
    failed: (made: T) => boolean,
  ): Promise<T> {
    const from = performance.now();
    const tell = (bad: boolean) => {
      const ms = performance.now() - from;
      for (const decision of decisions) ports.flags.observe(decision, { failed: bad, ms });
    };
    try {
      const made = await work();
      tell(failed(made));
      return made;
    } catch (error) {
      // Who left says nothing about the flag.
      if (toAppError(error).code !== 'cancelled') tell(true);
      throw error;
    }
  }

  return {
    chat: llm.enabled ? ports.chat : null,
    sharedFrom: sharing.enabled ? cosineOf(sharing.variant) : null,
    approximate: index.enabled,
    retrieving: (questions, work) => watched(questions > 1 ? [index, sharing] : [index], work, () => false),
    wording: (work, fellBack) => watched(ports.chat ? [llm] : [], work, fellBack),
  };
}

function cosineOf(variant: string): number {
  return variant === 'nearest' ? NEAREST_SEARCH_COSINE : SHARED_SEARCH_COSINE;
}
