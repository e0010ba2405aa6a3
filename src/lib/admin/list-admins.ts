/** The administrators, oldest first, a page at a time. */
import { selectAdmins } from '#lib/auth/admin-store.ts';
import type { AdminUser } from '#lib/contracts/admin.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import type { Database } from '#lib/ports/database.ts';
import { adminUserOf } from './admin-user.ts';
import { pageOf, requireCursor } from './page.ts';

/** Errors: `invalid_request` for a cursor that is none of ours. */
export async function listAdmins(
  ports: { database: Database },
  _caller: AdminCaller,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ users: AdminUser[]; next_cursor: string | null }> {
  const after = requireCursor(page.cursor);
  const rows = await ports.database.asPlatform('admin-users', (tx) =>
    selectAdmins(tx, after, page.limit + 1),
  );
  const { items, next_cursor } = pageOf(rows, page.limit, ({ admin_id }) => admin_id);
  return { users: items.map(adminUserOf), next_cursor };
}
