/** The step of the workflow that assigns tools: what is recommended now, beside what the business has decided. */
import { TOOL_EVIDENCE_SENTENCES } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Embedder } from '#lib/ports/models.ts';
import type { ToolAdvisor } from '#lib/ports/tool-advisor.ts';
import { splitSentences } from '#lib/rag/sentences.ts';
import type { StepInput, StepOutcome } from '#lib/trial/step.ts';
import { deleteRecommended, replaceRecommended } from './assignment-store.ts';
import { ALWAYS_ASSIGNED } from './catalogue.ts';
import type { BusinessType } from './classify-tools.ts';
import { selectBusinessType, selectEvidence } from './evidence-store.ts';
import { recommendTools } from './recommend-tools.ts';

type Ports = {
  database: Database;
  embedder: Embedder;
  toolAdvisor: ToolAdvisor | null;
  clock: Clock;
  log: Log;
};

const LOOK_AGAIN_MS = 5_000;

/** Errors: those of the embedder and the database. */
export async function assignStep(ports: Ports, { tenantId, signal }: StepInput): Promise<StepOutcome> {
  const { businessType, texts } = await ports.database.asTenant(tenantId, async (tx) => ({
    businessType: await selectBusinessType(tx),
    texts: await selectEvidence(tx),
  }));
  const sentences = spread(texts.flatMap(sentencesOf), TOOL_EVIDENCE_SENTENCES);
  if (sentences.length === 0) return { outcome: 'wait', retryAfterMs: LOOK_AGAIN_MS };
  const kb = { businessType: businessType as BusinessType, sentences };
  const { by, tools } = await recommendTools(ports, kb, signal);
  return {
    outcome: 'done',
    detail: { by, tools: [{ tool: ALWAYS_ASSIGNED, reason: '' }, ...tools] },
    store: (tx) => replaceRecommended(tx, tenantId, tools, ports.clock.now()),
  };
}

/** Takes the recommendation back; what the business has decided stays. */
export async function undoAssign(
  ports: { database: Database },
  { tenantId }: { tenantId: string },
): Promise<void> {
  await ports.database.asTenant(tenantId, deleteRecommended);
}

function sentencesOf(text: string): string[] {
  return splitSentences(text)
    .map(({ start, end }) => text.slice(start, end).trim())
    .filter((sentence) => sentence !== '');
}

/** At most `most` of them, from all over the list. */
function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, at) => items[Math.floor((at * items.length) / most)]!);
}
