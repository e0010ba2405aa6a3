/** Rows of tenants. */
import { sql } from 'kysely';
import type { TenantTransaction } from '#lib/ports/database.ts';

/**
 * Lets those writers of a tenant take turns, until they commit, that look before they write: what they looked at stays
 * true. Statements that only refer to the tenant are not held up.
 */
export async function lockTenant(tx: TenantTransaction): Promise<void> {
  await sql`select from tenants for no key update`.execute(tx);
}
