/** What operators read of a tenant's conversations over HTTP, and that nobody reads them unnoticed. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '#lib/contracts/admin.ts';
import type { Conversation, ConversationPage } from '#lib/contracts/admin-conversations.ts';
import type { AskResult } from '#lib/contracts/ask.ts';
import { CONVERSATION_MESSAGES_MAX } from '#lib/core/limits.ts';
import { type AdminClient, firstOwner, invited } from '../fixtures/admin-client.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { allowWidget, visit } from '../fixtures/visitor-client.ts';

let product: Product;
let owner: AdminClient;
let operator: AdminClient;
let anna: TenantClient;
let ben: TenantClient;
const SITE = 'https://anna.example';

beforeAll(async () => {
  product = await openProduct();
  owner = await firstOwner(product);
  operator = await invited(product.url, owner, 'operator');
  anna = await startTenant(product.url, 'Anna’s Bakery');
  ben = await startTenant(product.url, 'Ben Bikes');
});
afterAll(() => product.close());

const pathOf = (tenantId: string, query = '') => `/api/admin/trials/${tenantId}/conversations${query}`;
const read = (tenant: TenantClient, query?: string) =>
  operator.get<ConversationPage>(pathOf(tenant.tenantId, query));
const readings = async () =>
  (await owner.get<{ entries: AuditEntry[] }>('/api/admin/audit?action=conversations.read')).entries;

async function ask(tenant: TenantClient, query: string, sessionId?: string): Promise<AskResult> {
  const body = { query, ...(sessionId ? { session_id: sessionId } : {}) };
  const response = await tenant.call('POST', '/api/ask', body);
  expect(response.status).toBe(200);
  return (await response.json()) as AskResult;
}

describe('a tenant’s conversations', () => {
  it('come with what was asked, answered and said of it, the newest question first', async () => {
    const first = await ask(anna, 'Do you sell rye bread?');
    const second = await ask(anna, 'Is there parking?');
    await ask(anna, 'And on Sundays?', first.session_id);
    const rating = { request_id: second.request_id, rating: 'down', comment: 'Not what I asked' };
    expect((await anna.call('POST', '/api/feedback', rating)).status).toBe(204);

    const { conversations, next_cursor } = await read(anna);
    expect(next_cursor).toBeNull();
    expect(conversations).toMatchObject([
      {
        session_id: first.session_id,
        visitor_id: null,
        origin: null,
        questions: 2,
        messages: [{ question: 'Do you sell rye bread?' }, { question: 'And on Sundays?' }],
      },
      {
        session_id: second.session_id,
        questions: 1,
        messages: [
          {
            request_id: second.request_id,
            question: 'Is there parking?',
            answer: second.answer,
            mode: 'extractive',
            answered: false,
            rating: 'down',
            comment: 'Not what I asked',
          },
        ],
      },
    ]);
    expect(conversations[0]!.began_at < conversations[0]!.last_asked_at).toBe(true);
  });

  it('of a visitor say whose they are and from which site', async () => {
    const visitor = await visit(product.url, SITE, { widget_key: await allowWidget(anna, SITE) });
    const asked = await fetch(`${product.url}/api/ask`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${visitor.session_token}`,
        origin: SITE,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ query: 'Do you bake at night?' }),
    });
    expect(asked.status).toBe(200);
    const [newest] = (await read(anna, '?limit=1')).conversations;
    expect(newest).toMatchObject({
      session_id: visitor.session_id,
      origin: SITE,
      messages: [{ question: 'Do you bake at night?' }],
    });
    expect(newest!.visitor_id).toBeTruthy();
  });

  it('come in pages, each once, and of a long one the end', async () => {
    const { session_id } = await ask(ben, 'Question 0');
    for (let index = 1; index <= CONVERSATION_MESSAGES_MAX; index += 1)
      await ask(ben, `Question ${index}`, session_id);
    await ask(ben, 'Something else');
    const seen: Conversation[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: ConversationPage = await read(ben, `?limit=1${cursor ? `&cursor=${cursor}` : ''}`);
      expect(page.conversations.length).toBeLessThanOrEqual(1);
      seen.push(...page.conversations);
      cursor = page.next_cursor;
    }
    expect(seen.map(({ questions }) => questions)).toEqual([1, CONVERSATION_MESSAGES_MAX + 1]);
    expect(seen[1]!.messages).toHaveLength(CONVERSATION_MESSAGES_MAX);
    expect(seen[1]!.messages.map(({ question }) => question)).not.toContain('Question 0');
    expect((await operator.call('GET', pathOf(ben.tenantId, '?cursor=nonsense'))).status).toBe(400);
  });

  it('are of that tenant alone', async () => {
    const page = JSON.stringify(await read(ben, '?limit=25'));
    expect(page).not.toMatch(/rye|parking|bake/);
    const annas = (await read(anna, '?limit=1')).next_cursor;
    expect(JSON.stringify(await read(ben, `?cursor=${annas}`))).not.toMatch(/rye|parking|bake/);
  });
});

describe('reading them', () => {
  it('is written down: who, whose and how much, but not what', async () => {
    const before = await readings();
    const page = await read(anna, '?limit=1');
    const [entry, ...others] = await readings();
    expect(others).toHaveLength(before.length);
    expect(entry).toMatchObject({
      actor: 'admin',
      email: operator.email,
      subject: `trial:${anna.tenantId}`,
      after: { conversations: 1, messages: page.conversations[0]!.messages.length, before: null },
    });
    expect(JSON.stringify(entry)).not.toContain('bake');
  });

  it('does not happen when it cannot be written down', async () => {
    const { database } = product.ports;
    const broken = {
      ...database,
      asPlatform: ((reason, work) =>
        database.asPlatform(reason, async (tx) => {
          const done = await work(tx);
          if (reason === 'admin-conversations') throw new Error('the commit failed');
          return done;
        })) as typeof database.asPlatform,
    };
    const { listConversations } = await import('#lib/admin/list-conversations.ts');
    const caller = {
      kind: 'admin',
      requestId: 'r',
      adminId: operator.adminId,
      email: operator.email,
      role: 'operator',
      sessionId: randomUUID(),
      address: '127.0.0.1',
    } as const;
    const before = await readings();
    const reading = listConversations({ database: broken }, caller, anna.tenantId, { limit: 1 });
    await expect(reading).rejects.toThrow('the commit failed');
    expect(await readings()).toHaveLength(before.length);
  });

  it('of a tenant that is not there is 404, and nothing is written down', async () => {
    const before = await readings();
    expect((await operator.call('GET', pathOf(randomUUID()))).status).toBe(404);
    expect(await readings()).toHaveLength(before.length);
  });
});
