/** Rows of idempotency keys: the claim of a key, then the answer it got. */
import { sql } from 'kysely';
import { IDEMPOTENCY_TTL_HOURS } from '#lib/core/limits.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';

export interface KeyClaim {
  key: string;
  operation: string;
  requestHash: string;
}

/** True when the key is ours now; expired keys and claims are swept first. */
export async function claimKey(tx: TenantTransaction, tenantId: string, claim: KeyClaim): Promise<boolean> {
  await sql`delete from idempotency_keys
    where created_at < now() - ${IDEMPOTENCY_TTL_HOURS} * interval '1 hour'`.execute(tx);
  const result = await tx
    .insertInto('idempotency_keys')
    .values({
      tenant_id: tenantId,
      key: claim.key,
      operation: claim.operation,
      request_hash: claim.requestHash,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function selectKey(tx: TenantTransaction, claim: KeyClaim) {
  return tx
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'status', 'body', 'created_at'])
    .where('key', '=', claim.key)
    .where('operation', '=', claim.operation)
    .executeTakeFirst();
}

/** Takes over a claim whose process died before it answered. */
export async function stealKey(
  tx: TenantTransaction,
  claim: KeyClaim,
  olderThanMs: number,
): Promise<boolean> {
  const result = await sql`update idempotency_keys set created_at = now()
    where key = ${claim.key} and operation = ${claim.operation} and status is null
      and created_at < now() - ${olderThanMs} * interval '1 millisecond'`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

export async function saveAnswer(
  tx: TenantTransaction,
  claim: KeyClaim,
  answer: { status: number; body: unknown },
): Promise<void> {
  await tx
    .updateTable('idempotency_keys')
    .set({ status: answer.status, body: JSON.stringify(answer.body ?? null) })
    .where('key', '=', claim.key)
    .where('operation', '=', claim.operation)
    .execute();
}

export async function dropKey(tx: TenantTransaction, claim: KeyClaim): Promise<void> {
  await tx
    .deleteFrom('idempotency_keys')
    .where('key', '=', claim.key)
    .where('operation', '=', claim.operation)
    .execute();
}
