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

/** Which ways of answering were open (answering-ways.ts): an answer of one side of a flag is never the other side's. */
export interface KeyedWays {
  chat: Pick<ChatModel, 'model'> | null;
  sharedFrom: number | null;
  approximate: boolean;
}

export interface AskedQuestion {
  text: string;
  topK: number;
  /** `tenant_stats.kb_version` when it was asked: a change of the knowledge base leaves older keys behind. */
  kbVersion: string;
  /** Of the assigned tools: an answer offers and uses them. */
  tools?: string;
}

/** Never the same for two tenants. The question itself is only in the digest. */
export function answerKey(
  embedder: Pick<Embedder, 'model'>,
  { chat, sharedFrom, approximate }: KeyedWays,
  tenantId: string,
  { text, topK, kbVersion, tools = '' }: AskedQuestion,
): string {
  const decides = [
    tenantId,
    kbVersion,
    tools,
    embedder.model,
    chat?.model ?? null,
    [sharedFrom, approximate],
    SETTINGS,
    topK,
    normalizeQuestion(text),
  ];
  return `${tenantId}:${createHash('sha256').update(JSON.stringify(decides)).digest('base64url')}`;
}
