/** The key of an answer: everything that decides it, and the tenant it belongs to. */
import { createHash } from 'node:crypto';
import { LLM_MAX_TOKENS } from '#lib/core/limits.ts';
import type { ChatModel, Embedder } from '#lib/ports/models.ts';
import { ANSWER_THRESHOLD } from './extractive-answer.ts';
import { normalizeQuestion } from './normalize-question.ts';
import { buildPrompt } from './prompt.ts';

/** Raise it when answers change for another reason than those listed in SETTINGS. */
const ANSWERING_VERSION = 1;
const SETTINGS = [ANSWERING_VERSION, buildPrompt('', []), LLM_MAX_TOKENS, ANSWER_THRESHOLD];

export interface AskedQuestion {
  text: string;
  topK: number;
  /** `tenant_stats.kb_version` when it was asked: a change of the knowledge base leaves older keys behind. */
  kbVersion: string;
}

/** Never the same for two tenants. The question itself is only in the digest. */
export function answerKey(
  models: { embedder: Pick<Embedder, 'model'>; chat: Pick<ChatModel, 'model'> | null },
  tenantId: string,
  { text, topK, kbVersion }: AskedQuestion,
): string {
  const decides = [
    tenantId,
    kbVersion,
    models.embedder.model,
    models.chat?.model ?? null,
    SETTINGS,
    topK,
    normalizeQuestion(text),
  ];
  return `${tenantId}:${createHash('sha256').update(JSON.stringify(decides)).digest('base64url')}`;
}
