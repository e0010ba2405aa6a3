/** Questions that got no answer lately, equal ones together, the most asked first. */
import type { UnansweredQuery, UnansweredQuestion } from '#lib/contracts/admin-usage.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { OVERVIEW_DAYS } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectUnanswered } from './overview-store.ts';

const DAY_MS = 86_400_000;

export async function listUnanswered(
  ports: { database: Database; clock: Clock },
  _caller: AdminCaller,
  { tenant_id: tenantId, limit }: UnansweredQuery,
): Promise<{ questions: UnansweredQuestion[] }> {
  const since = new Date(ports.clock.now().getTime() - OVERVIEW_DAYS * DAY_MS);
  const rows = await ports.database.asPlatform('admin-usage', (tx) =>
    selectUnanswered(tx, { since, tenantId: tenantId ?? null, limit }),
  );
  return { questions: rows.map((row) => ({ ...row, last_asked_at: row.last_asked_at.toISOString() })) };
}
