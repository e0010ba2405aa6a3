/** Rows of the outbox, and the claim by which one worker at a time sends a mail. */
import { sql } from 'kysely';
import { MAIL_LEASE_MS } from '#lib/core/limits.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';

export interface NewMail {
  tenantId: string;
  mailId: string;
  dedupeKey: string;
  to: string;
  subject: string;
  text: string;
}

export interface MailClaim {
  tenantId: string;
  mailId: string;
  leaseToken: string;
}

/** False when there is one under the same key already. */
export async function insertMail(
  tx: TenantTransaction | PlatformTransaction,
  mail: NewMail,
): Promise<boolean> {
  const result = await tx
    .insertInto('mails')
    .values({
      tenant_id: mail.tenantId,
      mail_id: mail.mailId,
      dedupe_key: mail.dedupeKey,
      recipient: mail.to,
      subject: mail.subject,
      body: mail.text,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'dedupe_key']).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function hasMail(tx: TenantTransaction, dedupeKey: string): Promise<boolean> {
  const found = tx.selectFrom('mails').select('mail_id').where('dedupe_key', '=', dedupeKey);
  return (await found.executeTakeFirst()) !== undefined;
}

/** Compare-and-set: taken when it waits, or when whoever had it let the lease run out. */
export async function claimMail(tx: TenantTransaction, { mailId, leaseToken }: MailClaim) {
  const { rows } = await sql<{ recipient: string; subject: string; body: string; attempts: number }>`
    update mails set status = 'sending', lease_token = ${leaseToken}, attempts = attempts + 1, updated_at = now(),
      lease_until = now() + ${MAIL_LEASE_MS} * interval '1 millisecond'
    where mail_id = ${mailId} and (status = 'queued' or (status = 'sending' and lease_until < now()))
    returning recipient, subject, body, attempts`.execute(tx);
  return rows[0];
}

/** What has ended keeps no text: it may hold a link that opens the trial. False when the claim is lost. */
export async function endMailClaim(
  tx: TenantTransaction,
  claim: MailClaim,
  end: { status: 'queued' | 'sent' | 'logged' | 'failed'; error: string | null },
): Promise<boolean> {
  const result = await tx
    .updateTable('mails')
    .set({ ...end, lease_token: null, lease_until: null, updated_at: sql`now()` })
    .$if(end.status !== 'queued', (query) => query.set({ body: null }))
    .where('mail_id', '=', claim.mailId)
    .where('lease_token', '=', claim.leaseToken)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Mails that wait longer than `waitingMs`, or whose sender let its claim run out. Changes and locks nothing. */
export async function selectStrandedMails(tx: PlatformTransaction, waitingMs: number, limit: number) {
  const { rows } = await sql<{ tenant_id: string; mail_id: string }>`
    select tenant_id, mail_id from mails
    where (status = 'sending' and lease_until < now())
       or (status = 'queued' and updated_at < now() - ${waitingMs} * interval '1 millisecond')
    order by updated_at limit ${limit}`.execute(tx);
  return rows;
}
