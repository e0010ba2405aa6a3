/** MCP over HTTP with the official client: the same verbs, scopes, quotas and walls as the routes. */
import { isDeepStrictEqual } from 'node:util';
import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AskBatchResult, AskResult } from '#lib/contracts/ask.ts';
import type { AcceptedSource } from '#lib/contracts/kb.ts';
import type { TrialState } from '#lib/contracts/trial.ts';
import { SCOPES, type Scope } from '#lib/core/caller.ts';
import { connect, ERAS, errorOf, rawPost, textOf } from '../fixtures/mcp-client.ts';
import { type OpenAiScenario, type OpenAiStub, startOpenAiStub } from '../fixtures/openai-stub.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { MODE } from '../fixtures/test-database.ts';

const DOCUMENTS = [
  { title: 'Hours', content: 'The shop opens at nine.', url: 'https://shop.example/hours' },
  { title: 'Warranty', content: 'The frame of every bicycle has a warranty of six years.' },
];
const OPENS = { query: 'When does the shop open?' };

const scenarios: OpenAiScenario[] = ['ok'];
let stub: OpenAiStub;
let product: Product;
let tenant: TenantClient;
let now = new Date();

beforeAll(async () => {
  stub = await startOpenAiStub(scenarios);
  product = await openProduct({
    env: { LLM_BASE_URL: stub.url, LLM_MODEL: 'stub' },
    ports: { clock: { now: () => now } },
  });
  tenant = await tenantWithDocuments('Bluebird Bikes');
});
afterAll(async () => {
  await product.close();
  await stub.close();
});

async function call(client: Client, name: string, args: Record<string, unknown> = {}) {
  return (await client.callTool({ name, arguments: args })) as CallToolResult;
}

async function tenantWithDocuments(name: string): Promise<TenantClient> {
  const made = await startTenant(product.url, name);
  const client = await connect(product.url, made.token);
  const { structuredContent } = await call(client, 'ingest_documents', { documents: DOCUMENTS });
  const { sources } = structuredContent as { sources: AcceptedSource[] };
  await made.settled(sources.map(({ source_id }) => source_id));
  await client.close();
  return made;
}

async function keyWith(...scopes: Scope[]): Promise<string> {
  return (await (await tenant.call('POST', '/api/trial/keys', { name: 'k', scopes })).json()).key;
}

const used = async () => (await tenant.trial()).usage.queries_used;

describe.each(ERAS)('a client that speaks %s', (era) => {
  let client: Client;
  beforeAll(async () => {
    scenarios.splice(0, scenarios.length, 'ok');
    client = await connect(product.url, tenant.token, era);
  });
  afterAll(() => client.close());

  it('is told who answers and how to use it', () => {
    expect(client.getServerVersion()).toMatchObject({ name: 'frontdesk' });
    expect(client.getInstructions()).toContain('rag_query');
  });

  it('lists the five tools with schemas, annotations and descriptions', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'rag_query',
      'rag_query_batch',
      'ingest_documents',
      'get_trial_status',
      'update_settings',
    ]);
    for (const tool of tools) {
      expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(tool.outputSchema).toMatchObject({ type: 'object' });
      expect(JSON.stringify(tool.outputSchema)).not.toContain('"additionalProperties":false');
      expect(tool.description!.length).toBeGreaterThan(100);
      expect(tool.annotations).toMatchObject({ idempotentHint: true, openWorldHint: false });
    }
    const writes = tools.filter(({ annotations }) => !annotations?.readOnlyHint).map(({ name }) => name);
    expect(writes).toEqual(['ingest_documents', 'update_settings']);
  });

  it('asks one question: the answer as data and as text with its sources', async () => {
    const before = await used();
    const result = await call(client, 'rag_query', OPENS);
    const answer = result.structuredContent as AskResult;
    expect(answer).toMatchObject({ answered: true, usage: { queries_used: before + 1 } });
    expect(answer.sources[0]).toMatchObject({ n: 1, title: 'Hours', url: 'https://shop.example/hours' });
    expect(textOf(result)).toContain(answer.answer);
    expect(textOf(result)).toContain('[1] Hours, https://shop.example/hours');
    const feedback = { request_id: answer.request_id, rating: 'up' };
    expect((await tenant.call('POST', '/api/feedback', feedback)).status).toBe(204);
  });

  it('asks many, in order under their ids, equal ones once, and follows the progress', async () => {
    const before = await used();
    const progress: unknown[] = [];
    const queries = [
      { id: 'a', ...OPENS },
      { query: 'How long is the warranty?' },
      { id: 'c', query: 'when does the shop open' },
    ];
    const result = await client.callTool(
      { name: 'rag_query_batch', arguments: { queries } },
      { onprogress: ({ progress: done, total }) => void progress.push([done, total]) },
    );
    const batch = result.structuredContent as AskBatchResult;
    expect(batch.results.map(({ id }) => id)).toEqual(['a', '1', 'c']);
    expect(batch.retrieval).toMatchObject({ queries: 3, unique_queries: 2 });
    expect(progress).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(textOf(result as CallToolResult)).toMatch(/^## a\n[\s\S]+## 1\n[\s\S]+## c\n/);
    expect(await used()).toBe(before + 2);
  });

  it('gives documents twice and stores them once, told one by one', async () => {
    const content = `Only said in ${era}.`;
    const messages: unknown[] = [];
    const give = (documents: object[]) =>
      client.callTool(
        { name: 'ingest_documents', arguments: { documents } },
        { onprogress: ({ progress, total, message }) => void messages.push([progress, total, message]) },
      );
    const first = (await give([{ title: 'New', content }, ...DOCUMENTS])).structuredContent;
    const again = (await give([{ title: 'New', content }])).structuredContent;
    const { sources } = first as { sources: AcceptedSource[] };
    expect(sources.map(({ name, duplicate }) => [name, duplicate])).toEqual([
      ['New', false],
      ['Hours', true],
      ['Warranty', true],
    ]);
    expect(again).toMatchObject({ sources: [{ source_id: sources[0]!.source_id, duplicate: true }] });
    expect(messages).toEqual([
      [1, 3, 'Stored “New”'],
      [2, 3, 'Stored “Hours”'],
      [3, 3, 'Stored “Warranty”'],
      [1, 1, 'Stored “New”'],
    ]);
    const [settled] = await tenant.settled([sources[0]!.source_id]);
    expect(settled).toMatchObject({ status: 'ready', kind: 'text', title: 'New' });
  });

  it('reads the status that the route answers', async () => {
    // The set-up moves on by itself: what MCP reads counts when the route answers the same before and after it.
    const { result, state } = await vi.waitUntil(
      async () => {
        const state = await tenant.trial();
        const result = await call(client, 'get_trial_status');
        return isDeepStrictEqual(state, await tenant.trial()) ? { result, state } : undefined;
      },
      { timeout: 20_000, interval: 200 },
    );
    expect(result.structuredContent as TrialState).toEqual(state);
    expect(textOf(result)).toMatch(/^Bluebird Bikes: trial, ends 20\d\d-/);
  });

  it('changes the settings it names and no others', async () => {
    await tenant.call('PUT', '/api/trial/branding', { display_name: 'Birdie', theme: 'light', tone: null });
    const given = { tone: 'formal', allowed_origins: ['https://Shop.example/'] };
    const result = await call(client, 'update_settings', given);
    expect(result.structuredContent).toMatchObject({
      display_name: 'Birdie',
      theme: 'light',
      tone: 'formal',
      allowed_origins: ['https://shop.example'],
    });
    expect(await tenant.get('/api/trial/branding')).toEqual(result.structuredContent);
    expect((await call(client, 'update_settings')).structuredContent).toEqual(result.structuredContent);
  });

  it('cancels a question: the work upstream ends and the question is given back', async () => {
    const before = await used();
    scenarios.splice(0, scenarios.length, 'stall');
    const seen = stub.requests.length;
    const leave = new AbortController();
    const asked = client.callTool({ name: 'rag_query', arguments: OPENS }, { signal: leave.signal });
    await expect.poll(() => stub.requests.length, { timeout: 10_000 }).toBe(seen + 1);
    expect(await used()).toBe(before + 1);
    leave.abort();
    await expect(asked).rejects.toThrow();
    await stub.requests[seen]!.abandoned;
    await expect.poll(used, { timeout: 5_000 }).toBe(before);
    scenarios.splice(0, scenarios.length, 'ok');
  });

  it('gets a protocol error for a tool that does not exist', async () => {
    await expect(call(client, 'drop_tables')).rejects.toMatchObject({ code: -32602 });
  });

  it('is told by name what is wrong with its arguments, without their values', async () => {
    const before = await used();
    for (const [name, args, path] of [
      ['rag_query', {}, 'query'],
      ['rag_query', { query: '  ' }, 'query'],
      ['rag_query', { query: 'a', top_k: 500 }, 'top_k'],
      ['rag_query', { query: 'a', tenant_id: tenant.tenantId }, ''],
      ['rag_query_batch', { queries: [{ query: 'a' }, { query: 'x'.repeat(2_001) }] }, 'queries.1.query'],
      ['rag_query_batch', { queries: Array.from({ length: 51 }, () => OPENS) }, 'queries'],
      ['ingest_documents', { documents: [] }, 'documents'],
      [
        'ingest_documents',
        { documents: [...DOCUMENTS, { title: 'B', content: ' \n ' }] },
        'documents.2.content',
      ],
      [
        'ingest_documents',
        { documents: [{ ...DOCUMENTS[0], url: 'javascript:hunter2' }] },
        'documents.0.url',
      ],
      ['update_settings', { primary_color: 'hunter2' }, 'primary_color'],
      ['update_settings', { allowed_origins: ['*'] }, 'allowed_origins.0'],
    ] as const) {
      const result = await call(client, name, args);
      const error = errorOf(result);
      expect(error).toMatchObject({ code: 'invalid_request', retryable: false });
      expect(error.errors!.map((field) => field.path)).toContain(path);
      expect(result.structuredContent).toBeUndefined();
      expect(textOf(result)).toContain(error.request_id);
      expect(textOf(result)).not.toContain('hunter2');
    }
    expect(await used()).toBe(before);
  });
});

describe('a call that may not be', () => {
  it('is refused by the scope it lacks, and not listed to it', async () => {
    const needs = {
      rag_query: 'ask',
      rag_query_batch: 'ask',
      ingest_documents: 'kb:write',
      get_trial_status: 'trial:read',
      update_settings: 'trial:write',
    };
    for (const [name, scope] of Object.entries(needs)) {
      const client = await connect(product.url, await keyWith(...SCOPES.filter((one) => one !== scope)));
      const { tools } = await client.listTools();
      expect(tools.map((tool) => tool.name)).toEqual(
        Object.entries(needs).flatMap(([other, its]) => (its === scope ? [] : [other])),
      );
      const error = errorOf(await call(client, name));
      expect(error).toMatchObject({ code: 'forbidden', detail: expect.stringContaining(scope) });
      await client.close();
    }
  });

  it('is refused when the quota is used up, and a batch takes nothing', async () => {
    const poor = await tenantWithDocuments('Poor');
    await product.ports.database.asPlatform('start-trial', (tx) =>
      tx
        .updateTable('usage')
        .set({ queries_limit: 1, documents_limit: 4 })
        .where('tenant_id', '=', poor.tenantId)
        .execute(),
    );
    const client = await connect(product.url, poor.token);
    const two = { queries: [OPENS, { query: 'How long is the warranty?' }] };
    expect(errorOf(await call(client, 'rag_query_batch', two)).code).toBe('quota_exceeded');
    expect((await call(client, 'rag_query', OPENS)).isError).toBeFalsy();
    const error = errorOf(await call(client, 'rag_query', OPENS));
    expect(error).toMatchObject({ code: 'quota_exceeded', retryable: false });
    expect(error.retry_after).toBeUndefined();
    const documents = ['a', 'b', 'c'].map((title) => ({ title, content: `About ${title}.` }));
    expect(errorOf(await call(client, 'ingest_documents', { documents }))).toMatchObject({
      code: 'quota_exceeded',
      detail: expect.stringMatching(/^2 of 3 documents were stored\. /),
    });
    expect((await poor.trial()).usage).toMatchObject({ queries_used: 1, documents: 4 });
    await client.close();
  });

  it('is refused after the trial, but for reading', async () => {
    const late = await tenantWithDocuments('Late');
    const client = await connect(product.url, late.token);
    const started = now;
    now = new Date((await late.trial()).tenant.expires_at);
    for (const [name, args] of [
      ['rag_query', OPENS],
      ['ingest_documents', { documents: DOCUMENTS }],
      ['update_settings', { theme: 'dark' }],
    ] as const) {
      expect(errorOf(await call(client, name, args)).code).toBe('trial_expired');
    }
    const { structuredContent } = await call(client, 'get_trial_status');
    expect((structuredContent as TrialState).tenant.status).toBe('expired');
    now = started;
    await client.close();
  });

  it('that fails for a reason of ours says one sentence and when to try again', async () => {
    const { embedder } = product.ports;
    const embed = embedder.embed;
    Object.assign(embedder, { embed: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7')) });
    const client = await connect(product.url, tenant.token);
    const before = await used();
    const result = await call(client, 'rag_query', OPENS);
    Object.assign(embedder, { embed });
    expect(errorOf(result)).toMatchObject({ code: 'internal', retryable: true, retry_after: 5 });
    expect(JSON.stringify(result)).not.toContain('10.0.0.7');
    expect(await used()).toBe(before);
    await client.close();
  });
});

describe('the endpoint', () => {
  const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    rawPost(
      product.url,
      { ...json, authorization: `Bearer ${tenant.token}`, ...headers },
      typeof body === 'string' ? body : JSON.stringify(body),
    );
  const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };

  it('answers with the request id and the security headers, streamed or not', async () => {
    for (const message of [
      ping,
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0' },
    ]) {
      const { headers } = await post(message, { 'x-request-id': 'mcp-1' });
      expect(headers).toMatchObject({ 'x-request-id': 'mcp-1', 'x-content-type-options': 'nosniff' });
      expect(headers['cache-control']).toContain('no-store');
    }
  });

  it('wants a credential that works, and says which kind', async () => {
    for (const authorization of [
      '',
      'Bearer nonsense',
      `Bearer fd_${'a'.repeat(43)}`,
      `Basic ${tenant.token}`,
    ]) {
      const { status, headers, text } = await post(ping, { authorization });
      expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="frontdesk"']);
      expect(JSON.parse(text).code).toBe('unauthenticated');
    }
    await expect(connect(product.url, 'nonsense')).rejects.toThrow();
  });

  it('has no session to open or end: GET and DELETE are 405', async () => {
    for (const method of ['GET', 'DELETE']) {
      const response = await tenant.call(method, '/api/mcp', undefined, { accept: 'text/event-stream' });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    }
  });

  // Only embedded mode is at home on the machine it is used from: elsewhere neither its names nor its pages are trusted more.
  const embedded = MODE === 'embedded';
  it.each([
    ['https://evil.example', 403],
    ['http://localhost.evil.example', 403],
    ['null', 403],
    ['http://localhost:3000', 200],
    ['http://127.0.0.1:6274', embedded ? 200 : 403],
  ])('a page of %s gets %i', async (origin, status) => {
    const answer = await post(ping, { origin });
    expect(answer.status).toBe(status);
    if (status === 403) expect(JSON.parse(answer.text).code).toBe('origin_not_allowed');
  });

  it.each([
    ['evil.example', embedded ? 403 : 200],
    ['localhost.evil.example:3000', embedded ? 403 : 200],
    ['127.0.0.1.nip.io', embedded ? 403 : 200],
    ['localhost:3000', 200],
    ['127.0.0.1', 200],
    ['[::1]:3000', 200],
  ])('under the name %s it answers %i', async (host, status) => {
    expect((await post(ping, { host })).status).toBe(status);
  });

  it('bounds the body, its depth and the messages in it', async () => {
    const huge = JSON.stringify({ ...ping, params: { text: 'x'.repeat(4 * 1024 * 1024) } });
    expect((await post(huge)).status).toBe(413);
    const deep = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"rag_query","arguments":${'['.repeat(500_000)}${']'.repeat(500_000)}}}`;
    expect((await post(deep)).status).toBeLessThan(500);
    expect((await post(Array.from({ length: 21 }, (_, id) => ({ ...ping, id })))).status).toBe(400);
    expect((await post([])).status).toBe(400);
    expect((await post(ping)).status).toBe(200);
  });

  it('answers several messages of the older protocol in one request', async () => {
    const { status, text } = await post([ping, { ...ping, id: 'two' }]);
    expect(status).toBe(200);
    expect([...text.matchAll(/"id":("two"|1)/g)].map(([, id]) => id).sort()).toEqual(['"two"', '1']);
  });

  it('answers what is no message with the fault it has', async () => {
    for (const [body, headers, status] of [
      ['{"jsonrpc"', {}, 400],
      ['"text"', {}, 400],
      [{ jsonrpc: '1.0', id: 1, method: 'ping' }, {}, 400],
      [
        {
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: { name: 'rag_query', arguments: { query: 'a\0b' } },
        },
        {},
        400,
      ],
      [ping, { 'content-type': 'text/plain' }, 415],
      [ping, { 'content-encoding': 'gzip' }, 415],
      [ping, { accept: 'application/json' }, 406],
      [ping, { 'mcp-protocol-version': '1999-01-01' }, 400],
    ] as const) {
      expect((await post(body, headers)).status).toBe(status);
    }
    const { text } = await post({ ...ping, method: 'secrets/list' });
    expect(text).toContain('-32601');
  });

  it('keeps no stream open for changes that never come', async () => {
    const client = await connect(product.url, tenant.token, '2026-07-28');
    await expect(client.listen({ toolsListChanged: true })).rejects.toThrow();
    await client.close();
  });

  it('hears a cancellation from the client that made the call, and from no other', async () => {
    const stranger = await startTenant(product.url, 'Stranger');
    const session = { 'mcp-session-id': 'mine' };
    const ask = {
      jsonrpc: '2.0',
      id: 7,
      method: 'tools/call',
      params: { name: 'rag_query', arguments: OPENS },
    };
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } };
    const before = await used();
    scenarios.splice(0, scenarios.length, 'stall');
    const seen = stub.requests.length;
    const asked = post(ask, session);
    await expect.poll(() => stub.requests.length, { timeout: 10_000 }).toBe(seen + 1);
    let abandoned = false;
    void stub.requests[seen]!.abandoned.then(() => {
      abandoned = true;
    });
    await post(cancel, { ...session, authorization: `Bearer ${stranger.token}` });
    await post(cancel, { 'mcp-session-id': 'another' });
    await post({ ...cancel, params: { requestId: '7' } }, session);
    expect(await used()).toBe(before + 1);
    expect(abandoned).toBe(false);
    expect((await post(cancel, session)).status).toBe(202);
    await stub.requests[seen]!.abandoned;
    expect(errorOf(JSON.parse((await asked).text.match(/^data: (.+)$/m)![1]!).result).code).toBe('cancelled');
    expect(await used()).toBe(before);
    scenarios.splice(0, scenarios.length, 'ok');
  });

  it('names each client of the older protocol anew, and takes any name', async () => {
    const initialize = {
      ...ping,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
    };
    const names = [await post(initialize), await post(initialize)].map(
      ({ headers }) => headers['mcp-session-id'],
    );
    expect(new Set(names).size).toBe(2);
    expect((await post(ping, { 'mcp-session-id': 'never seen' })).status).toBe(200);
  });
});
