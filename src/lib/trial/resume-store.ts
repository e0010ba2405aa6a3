/** Rows of links that open a trial, found by an address or a secret. */
import { type Insertable, sql } from 'kysely';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';
import type { Tables } from '#lib/ports/schema.ts';

/** What has run out goes with it. */
export async function insertResumeLink(
  tx: TenantTransaction | PlatformTransaction,
  link: Insertable<Tables['resume_links']> & { created_at: Date },
): Promise<void> {
  await tx
    .deleteFrom('resume_links')
    .where('tenant_id', '=', link.tenant_id)
    .where('expires_at', '<=', link.created_at)
    .execute();
  await tx.insertInto('resume_links').values(link).execute();
}

/** The newest trials of an address that were asked for fewer than `linksMax` links since `since`; locked. */
export async function selectTrialsToResume(
  tx: PlatformTransaction,
  asked: { email: string; since: Date; linksMax: number; trialsMax: number },
) {
  const { rows } = await sql<{ tenant_id: string; email: string; business_name: string }>`
    select tenant_id, email, business_name from tenants t
    where lower(email) = lower(${asked.email}) and status <> 'erasing'
      and (select count(*) from resume_links l where l.tenant_id = t.tenant_id and l.requested
        and l.created_at > ${asked.since}) < ${asked.linksMax}
    order by created_at desc limit ${asked.trialsMax} for no key update of t`.execute(tx);
  return rows;
}

/** Takes a link that was not used and has not run out: of any number of callers one gets it. */
export async function takeResumeLink(tx: PlatformTransaction, secretHash: Uint8Array, now: Date) {
  const { rows } = await sql<{ tenant_id: string; workflow_id: string; expires_at: Date }>`
    update resume_links l set used_at = ${now} from tenants t join trials w using (tenant_id)
    where l.secret_hash = ${secretHash} and l.used_at is null and l.expires_at > ${now}
      and t.tenant_id = l.tenant_id and t.status <> 'erasing'
    returning t.tenant_id, w.workflow_id, t.expires_at`.execute(tx);
  return rows[0];
}

/** Of the trial tokens of one name the newest `keep` stay. */
export async function deleteOlderTokens(
  tx: PlatformTransaction,
  tenantId: string,
  name: string,
  keep: number,
): Promise<void> {
  await sql`delete from api_keys where tenant_id = ${tenantId} and key_id in (
    select key_id from api_keys where tenant_id = ${tenantId} and kind = 'trial_token' and name = ${name}
    order by created_at desc, key_id desc offset ${keep})`.execute(tx);
}
