/** Rows of widget keys and of visitors' sessions. */
import { sql } from 'kysely';
import type { PolicyLimits } from '#lib/core/rate-limit-policies.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';

/** Null when there is no such key, or its tenant is being erased. */
export async function findWidget(tx: PlatformTransaction, widgetKey: string) {
  const row = await tx
    .selectFrom('widget_keys as k')
    .innerJoin('tenants as t', 't.tenant_id', 'k.tenant_id')
    .leftJoin('widget_configs as c', 'c.tenant_id', 'k.tenant_id')
    .select(['k.tenant_id', 't.business_name', 'c.allowed_origins'])
    .where('k.widget_key', '=', widgetKey)
    .where('t.status', '!=', 'erasing')
    .executeTakeFirst();
  return row ? { ...row, allowed_origins: row.allowed_origins ?? [] } : null;
}

export async function selectWidgetKey(tx: TenantTransaction): Promise<string | null> {
  const row = await tx.selectFrom('widget_keys').select('widget_key').executeTakeFirst();
  return row?.widget_key ?? null;
}

/** Whether this one was put in; a tenant that has one already keeps it. */
export async function insertWidgetKey(
  tx: TenantTransaction,
  tenantId: string,
  key: string,
): Promise<boolean> {
  const result = await tx
    .insertInto('widget_keys')
    .values({ tenant_id: tenantId, widget_key: key })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function replaceWidgetKey(tx: TenantTransaction, key: string, now: Date): Promise<void> {
  await tx.updateTable('widget_keys').set({ widget_key: key, created_at: now }).execute();
}

export async function deleteWidgetKey(tx: TenantTransaction): Promise<void> {
  await tx.deleteFrom('widget_keys').execute();
}

/** The next request with any of the tenant's session tokens is refused; conversations stay. */
export async function revokeSessionTokens(tx: TenantTransaction): Promise<void> {
  await tx.updateTable('sessions').set({ token_hash: null }).where('token_hash', 'is not', null).execute();
}

export interface NewSession {
  tenantId: string;
  sessionId: string;
  visitorId: string;
  origin: string;
  tokenHash: Uint8Array;
  preview: boolean;
  createdAt: Date;
  expiresAt: Date;
}

export async function insertSession(tx: TenantTransaction, session: NewSession): Promise<void> {
  await tx
    .insertInto('sessions')
    .values({
      tenant_id: session.tenantId,
      session_id: session.sessionId,
      visitor_id: session.visitorId,
      origin: session.origin,
      token_hash: session.tokenHash,
      preview: session.preview,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** Gives the session behind `previous` the new token, once; undefined when it cannot be gone on with from this origin. */
export async function renewSession(
  tx: TenantTransaction,
  previous: { tokenHash: Uint8Array; origin: string; endedAfter: Date },
  next: { tokenHash: Uint8Array; expiresAt: Date },
) {
  return tx
    .updateTable('sessions')
    .set({ token_hash: next.tokenHash, expires_at: next.expiresAt })
    .where('token_hash', '=', previous.tokenHash)
    .where('origin', '=', previous.origin)
    .where('expires_at', '>', previous.endedAfter)
    .where('preview', '=', false)
    .returning(['session_id', 'visitor_id'])
    .executeTakeFirst();
}

/** Lets go of some sessions that nobody can go on with: those in which nothing was asked go, the others lose their token. */
export async function dropEndedSessions(
  tx: TenantTransaction,
  endedBefore: Date,
  most: number,
): Promise<void> {
  await sql`with ended as materialized (
      select session_id from sessions where token_hash is not null and expires_at < ${endedBefore}
      order by expires_at limit ${most} for update skip locked),
    gone as (
      delete from sessions s using ended e where s.session_id = e.session_id
        and not exists (select from messages m where m.session_id = s.session_id) returning s.session_id)
    update sessions s set token_hash = null from ended e
      where s.session_id = e.session_id and s.session_id not in (select session_id from gone)`.execute(tx);
}

/** The sessions behind digests that run now, with what their tenants allow. */
export async function findSessions(tx: PlatformTransaction, tokenHashes: readonly Uint8Array[], now: Date) {
  return tx
    .selectFrom('sessions as s')
    .innerJoin('tenants as t', 't.tenant_id', 's.tenant_id')
    .leftJoin('widget_configs as c', 'c.tenant_id', 's.tenant_id')
    .select(['s.tenant_id', 's.session_id', 's.visitor_id', 's.origin', 's.token_hash'])
    .select([
      sql<boolean>`s.preview or s.origin = any (coalesce(c.allowed_origins, '{}'))`.as('allowed'),
      sql<PolicyLimits | null>`(select jsonb_object_agg(o.policy, o.units) from rate_limit_overrides o
        where o.tenant_id = s.tenant_id)`.as('rate_limits'),
    ])
    .where('s.token_hash', 'in', tokenHashes)
    .where('s.expires_at', '>', now)
    .where('t.status', '!=', 'erasing')
    .execute();
}

/** The last messages of a session, newest first. */
export async function selectHistory(tx: TenantTransaction, sessionId: string, most: number) {
  return tx
    .selectFrom('messages')
    .select(['request_id', 'query', 'answer', 'answered', 'mode', 'rating', 'created_at'])
    .where('session_id', '=', sessionId)
    .orderBy('created_at', 'desc')
    .orderBy('message_id', 'desc')
    .limit(most)
    .execute();
}
