/** The list of conversations walks past long ones in one step a question. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { selectConversations } from '#lib/admin/conversation-list-store.ts';
import { addTenant } from '../fixtures/chunk-tenant.ts';
import { type OpenDatabase, openTestDatabase } from '../fixtures/open-database.ts';

const QUESTIONS = 20_000;
/** One step a question takes a fraction of a second; a walk past the other conversation for each takes minutes. */
const LIST_MAX_MS = 15_000;

let db: OpenDatabase;
let tenantId: string;
const [older, newer] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  db = await openTestDatabase('long_conversations');
  tenantId = await addTenant(db.database);
  await db.asOwner(async ({ query }) => {
    for (const [place, session] of [older, newer].entries()) {
      await query('insert into app.sessions (tenant_id, session_id) values ($1, $2)', [tenantId, session]);
      await query(
        `insert into app.messages
          (tenant_id, message_id, session_id, request_id, query, answer, answered, confidence, mode)
        select $1, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, $2, 'r', 'Q', 'A', true, 1, 'llm'
        from generate_series($3::int, $4::int) n`,
        [tenantId, session, place * QUESTIONS + 1, (place + 1) * QUESTIONS],
      );
    }
    // With what it knows then, the planner takes another way unless it cannot.
    await query('analyze app.messages', []);
  });
}, 120_000);
afterAll(() => db.close());

it('finds the conversation before a long one, and that before it', { timeout: 120_000 }, async () => {
  const page = (before: string | null, limit: number) =>
    db.database.asPlatform('admin-conversations', (tx) =>
      selectConversations(tx, { tenantId, before, limit }),
    );
  const from = performance.now();
  const both = await page(null, 25);
  expect(both.map(({ session_id, questions }) => [session_id, questions])).toEqual([
    [newer, QUESTIONS],
    [older, QUESTIONS],
  ]);
  const [second, ...none] = await page(both[0]!.last_message_id, 1);
  expect(second!.session_id).toBe(older);
  expect(none).toEqual([]);
  expect(await page(both[1]!.last_message_id, 1)).toEqual([]);
  expect(performance.now() - from).toBeLessThan(LIST_MAX_MS);
});
