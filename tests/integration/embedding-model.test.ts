/** Vectors name their model: another model never searches among them, and says what has to be done. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { businessDocuments } from '../fixtures/business-documents.ts';
import { type OpenAiStub, startOpenAiStub } from '../fixtures/openai-stub.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient, tenantClient } from '../fixtures/tenant-client.ts';
import { freshDatabase, type TestDatabase } from '../fixtures/test-database.ts';

let on: TestDatabase;
let stub: OpenAiStub;
let product: Product;
let tenant: TenantClient;
const over = (dimensions: number, model = 'other-model') => ({
  EMBEDDING_BASE_URL: stub.url,
  EMBEDDING_MODEL: model,
  EMBEDDING_DIMENSIONS: String(dimensions),
});

async function reopen(env: Record<string, string> = {}): Promise<void> {
  await product.close();
  product = await openProduct({ on, env });
  tenant = tenantClient(product.url, tenant.tenantId, tenant.token);
}

beforeAll(async () => {
  on = await freshDatabase('embedding');
  stub = await startOpenAiStub('ok', { dimensions: 64 });
  product = await openProduct({ on });
  tenant = await startTenant(product.url);
  const documents = await businessDocuments();
  const [source] = await tenant.give(documents[3]!);
  await tenant.settled([source!.source_id]);
});
afterAll(async () => {
  await product.close();
  await stub.close();
  await on.drop();
});

it('asks for a re-embedding under another model, takes no question for it, and works again under the first', async () => {
  const query = 'How long is the warranty on the frame?';
  const first = await tenant.ask(query);
  await reopen(over(64));
  for (const body of [{ query }, { queries: [{ query }] }]) {
    const refused = await tenant.call('POST', '/api/ask', body);
    expect([refused.status, (await refused.json()).code]).toEqual([409, 'reembed_required']);
  }
  expect((await tenant.trial()).usage.queries_used).toBe(1);
  await reopen();
  const again = await tenant.ask(query);
  expect([again.answer, again.sources]).toEqual([first.answer, first.sources]);
});

it('ingests and answers over an embeddings API, and says when that is gone', async () => {
  await reopen(over(64));
  const other = await startTenant(product.url, 'Over an API');
  const [source] = await other.give({
    name: 'a.txt',
    bytes: new TextEncoder().encode('The ferry leaves at noon.'),
  });
  expect((await other.settled([source!.source_id]))[0]).toMatchObject({ status: 'ready', chunks: 1 });
  expect((await other.call('POST', '/api/ask', { query: 'When does the ferry leave?' })).status).toBe(200);
  await stub.close();
  const refused = await other.call('POST', '/api/ask', { query: 'Does the ferry leave at noon?' });
  expect([refused.status, (await refused.json()).code]).toEqual([503, 'model_unavailable']);
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await other.trial()).usage.queries_used).toBe(1);
  // What was answered before needs no embedding.
  expect(await other.ask('When does the ferry leave?')).toMatchObject({ answered: true, cached: true });
});
