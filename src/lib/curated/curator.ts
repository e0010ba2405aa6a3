/** Who writes curated answers, and how: one at a time, cached answers out of reach at once, written down. */
import { auditInTenant } from '#lib/admin/audit.ts';
import type { CuratedAnswer } from '#lib/contracts/answers.ts';
import type { AdminCaller, TenantCaller } from '#lib/core/caller.ts';
import { AppError, notFound } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database, TenantTransaction } from '#lib/ports/database.ts';
import type { Embedder } from '#lib/ports/models.ts';
import { questionHash } from '#lib/rag/curated-match.ts';
import { recordAudit } from '#lib/security/audit-log.ts';
import { holdsMask, maskPii } from '#lib/security/pii-mask.ts';
import { lockTenant } from '#lib/tenants/tenant-store.ts';
import { requireActiveTrial } from '#lib/trial/require-active-trial.ts';
import { selectTenantExpiry } from '#lib/trial/trial-store.ts';
import { type AnswerRow, type IndexedQuestion, raiseAnswersVersion } from './answer-store.ts';

/** A business for itself, or an administrator for it. */
export type Curator = TenantCaller | (AdminCaller & { tenantId: string });

/** `done` null: there was nothing to do. */
export interface Written<T> {
  result: T;
  done: { action: 'answer.added' | 'answer.changed' | 'answer.removed'; answerId: string } | null;
}

/** Errors: `not_found` when an administrator names no tenant, `trial_expired`, and those of `work`. */
export async function writeAnswers<T>(
  ports: { database: Database; clock: Clock },
  caller: Curator,
  work: (tx: TenantTransaction) => Promise<Written<T>>,
): Promise<T> {
  return ports.database.asTenant(caller.tenantId, async (tx) => {
    await requireTenant(tx, caller);
    await lockTenant(tx);
    await requireActiveTrial(tx, ports.clock);
    const { result, done } = await work(tx);
    if (done === null) return result;
    await raiseAnswersVersion(tx);
    const { action, answerId } = done;
    if (caller.kind === 'tenant') await recordAudit(tx, caller, action, answerId, {});
    else {
      const subject = `trial:${caller.tenantId}`;
      await auditInTenant(tx, caller, { action, subject, after: { answer_id: answerId } });
    }
    return result;
  });
}

/** A tenant that is there; the business itself was let in as one. Errors: `not_found`. */
export async function requireTenant(tx: TenantTransaction, caller: Curator): Promise<void> {
  if (caller.kind !== 'admin') return;
  const tenant = await selectTenantExpiry(tx);
  if (!tenant || tenant.status === 'erasing') throw notFound();
}

const PERSONAL =
  'Leave out addresses, numbers and other personal data. What visitors ask is kept without them, so the answer ' +
  'would be given for any other address or number too.';

/**
 * All addresses look the same once what visitors ask is masked: "Is pay@acme.example yours?" would be a yes to every
 * one. Errors: `invalid_request` with personal data or its mask in it, and those of the embedder.
 */
export async function indexQuestion(embedder: Embedder, question: string): Promise<IndexedQuestion> {
  if (holdsMask(maskPii(question).text)) {
    throw new AppError('invalid_request', 'This question cannot have an answer of its own.', {
      fields: [{ path: 'question', message: PERSONAL }],
    });
  }
  const [vector] = await embedder.embed([question], { purpose: 'query' });
  return { question, hash: questionHash(question), vector: vector!, model: embedder.model };
}

export function viewOf({ created_at, updated_at, ...row }: AnswerRow): CuratedAnswer {
  return { ...row, created_at: created_at.toISOString(), updated_at: updated_at.toISOString() };
}
