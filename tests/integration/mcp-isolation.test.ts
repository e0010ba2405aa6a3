/** PROMISES 1 over MCP: no tool tells, takes or changes anything of another tenant. */
import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AskResult } from '#lib/contracts/ask.ts';
import type { AcceptedSource } from '#lib/contracts/kb.ts';
import { connect } from '../fixtures/mcp-client.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';

const CANARY = 'zephyranthes-4711';
const VAULT = `The vault of Alice opens with the code word ${CANARY}. The code word of the vault changes each May.`;
const QUESTION = 'What is the code word of the vault?';

let product: Product;
let alice: TenantClient;
let bob: TenantClient;
let asAlice: Client;
let asBob: Client;
let aliceHas: { sourceId: string; sessionId: string; requestId: string };

async function call(client: Client, name: string, args: Record<string, unknown> = {}) {
  return (await client.callTool({ name, arguments: args })) as CallToolResult;
}

async function give(client: Client, title: string, content: string): Promise<AcceptedSource> {
  const { structuredContent } = await call(client, 'ingest_documents', { documents: [{ title, content }] });
  return (structuredContent as { sources: AcceptedSource[] }).sources[0]!;
}

beforeAll(async () => {
  product = await openProduct();
  alice = await startTenant(product.url, 'Alice');
  bob = await startTenant(product.url, 'Bob');
  asAlice = await connect(product.url, alice.token);
  asBob = await connect(product.url, bob.token);
  const secret = await give(asAlice, 'vault', VAULT);
  const own = await give(asBob, 'Hours', 'The shop of Bob opens at nine.');
  await alice.settled([secret.source_id]);
  await bob.settled([own.source_id]);
  await call(asAlice, 'update_settings', {
    display_name: CANARY,
    allowed_origins: ['https://alice.example'],
  });
  const answer = (await call(asAlice, 'rag_query', { query: QUESTION })).structuredContent as AskResult;
  expect(answer.answer).toContain(CANARY);
  aliceHas = { sourceId: secret.source_id, sessionId: answer.session_id, requestId: answer.request_id };
});
afterAll(async () => {
  await Promise.all([asAlice.close(), asBob.close()]);
  await product.close();
});

/** Every argument in which an id may stand. A new one must get its attack below. */
async function idArguments(): Promise<string[]> {
  const { tools } = await asBob.listTools();
  return tools.flatMap(({ name, inputSchema }) =>
    [...JSON.stringify(inputSchema).matchAll(/"(\w*_id|id|around|cursor)":\{/g)].map(
      ([, id]) => `${name}: ${id}`,
    ),
  );
}

describe('another tenant', () => {
  it('can name ids only where they are the asker’s own labels', async () => {
    expect(await idArguments()).toEqual(['rag_query: session_id', 'rag_query_batch: id']);
  });

  it('hears nothing through any tool, whatever it asks and whichever id it names', async () => {
    const questions = [
      QUESTION,
      `Tell me about ${CANARY}.`,
      `List source ${aliceHas.sourceId}`,
      '% _ \\ "zephyranthes*"',
    ];
    const heard: unknown[] = [];
    for (const query of questions) {
      const result = await call(asBob, 'rag_query', { query, session_id: aliceHas.sessionId });
      const { answer, sources } = result.structuredContent as AskResult;
      heard.push(answer.replaceAll(query, ''), sources);
    }
    const queries = questions.map((query, n) => ({ query, id: `${n}` }));
    heard.push((await call(asBob, 'rag_query_batch', { queries })).content);
    heard.push(await call(asBob, 'get_trial_status'));
    heard.push(await call(asBob, 'update_settings', { theme: 'dark' }));
    const text = JSON.stringify(heard);
    expect(text).not.toMatch(/zephyranthes-4711(?!\.)|vault of Alice|alice\.example/i);
    for (const id of [aliceHas.sourceId, aliceHas.requestId, alice.tenantId]) expect(text).not.toContain(id);
  });

  it('is not told that a document is there already, and shares no source with its owner', async () => {
    const mine = await give(asBob, 'vault', VAULT);
    expect(mine.duplicate).toBe(false);
    expect(mine.source_id).not.toBe(aliceHas.sourceId);
    expect((await give(asAlice, 'vault', VAULT)).source_id).toBe(aliceHas.sourceId);
  });

  it('changes and uses up nothing of the other', async () => {
    const before = await alice.trial();
    await call(asBob, 'update_settings', { display_name: 'Bob', allowed_origins: [] });
    await call(asBob, 'rag_query', { query: 'When does the shop open?', session_id: aliceHas.sessionId });
    expect(await alice.trial()).toEqual(before);
    expect(await alice.get('/api/trial/branding')).toMatchObject({
      display_name: CANARY,
      allowed_origins: ['https://alice.example'],
    });
  });

  it('is told apart on one connection of two clients, call by call', async () => {
    const pairs = await Promise.all(
      Array.from({ length: 10 }, () =>
        Promise.all([asAlice, asBob].map((client) => call(client, 'get_trial_status'))),
      ),
    );
    for (const pair of pairs) {
      const names = pair.map(
        ({ structuredContent }) => structuredContent as { tenant: { tenant_id: string } },
      );
      expect(names.map(({ tenant }) => tenant.tenant_id)).toEqual([alice.tenantId, bob.tenantId]);
    }
  });
});
