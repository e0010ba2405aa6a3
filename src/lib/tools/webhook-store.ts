/** Rows of the outbox of webhooks, and the claim by which one worker at a time delivers one. */
import { sql } from 'kysely';
import type { ToolName } from '#lib/contracts/tools.ts';
import { WEBHOOK_LEASE_MS } from '#lib/core/limits.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';

export interface WebhookClaim {
  tenantId: string;
  webhookId: string;
  leaseToken: string;
}

export async function insertWebhook(
  tx: TenantTransaction,
  webhook: { tenant_id: string; webhook_id: string; tool: ToolName; record_id: string },
): Promise<void> {
  await tx.insertInto('webhooks').values(webhook).execute();
}

/** Compare-and-set: taken when it is due, or when whoever had it let the lease run out. */
export async function claimWebhook(tx: TenantTransaction, { webhookId, leaseToken }: WebhookClaim) {
  const { rows } = await sql<{ tool: ToolName; record_id: string; attempts: number }>`
    update webhooks set status = 'sending', lease_token = ${leaseToken}, attempts = attempts + 1, updated_at = now(),
      lease_until = now() + ${WEBHOOK_LEASE_MS} * interval '1 millisecond'
    where webhook_id = ${webhookId}
      and ((status = 'queued' and due_at <= now()) or (status = 'sending' and lease_until < now()))
    returning tool, record_id, attempts`.execute(tx);
  return rows[0];
}

/** False when the claim is lost. */
export async function endWebhookClaim(
  tx: TenantTransaction,
  claim: WebhookClaim,
  end: { status: 'queued' | 'delivered' | 'failed'; error: string | null; delaySeconds: number },
): Promise<boolean> {
  const { status, error, delaySeconds } = end;
  const result = await tx
    .updateTable('webhooks')
    .set({
      status,
      error,
      lease_token: null,
      lease_until: null,
      updated_at: sql`now()`,
      due_at: sql`now() + ${delaySeconds} * interval '1 second'`,
    })
    .where('webhook_id', '=', claim.webhookId)
    .where('lease_token', '=', claim.leaseToken)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Webhooks due for longer than `waitingMs`, or whose sender let its claim run out. Changes and locks nothing. */
export async function selectStrandedWebhooks(tx: PlatformTransaction, waitingMs: number, limit: number) {
  const { rows } = await sql<{ tenant_id: string; webhook_id: string }>`
    select tenant_id, webhook_id from webhooks
    where (status = 'sending' and lease_until < now())
       or (status = 'queued' and due_at < now() - ${waitingMs} * interval '1 millisecond')
    order by due_at limit ${limit}`.execute(tx);
  return rows;
}
