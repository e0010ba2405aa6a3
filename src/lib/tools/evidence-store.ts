/** What a tenant's documents say, for recommending tools: chunks from all over the knowledge base. */
import { sql } from 'kysely';
import { TOOL_EVIDENCE_CHUNKS } from '#lib/core/limits.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';

/** Texts of so many chunks, evenly spread in their order. */
export async function selectEvidence(tx: TenantTransaction): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select text from (
      select text, chunk_id, row_number() over (order by chunk_id) as place, count(*) over () as total from chunks) as c
    where total <= ${TOOL_EVIDENCE_CHUNKS} or place % ceil(total::float8 / ${TOOL_EVIDENCE_CHUNKS})::bigint = 0
    order by chunk_id`.execute(tx);
  return rows.map(({ text }) => text);
}

export async function selectBusinessType(tx: TenantTransaction): Promise<string> {
  const row = await tx.selectFrom('tenants').select('business_type').executeTakeFirstOrThrow();
  return row.business_type;
}
