/** `npm run mcp`: the same tools over stdin and stdout, by a process that holds nothing of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CallToolResult } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AskResult } from '#lib/contracts/ask.ts';
import { connectOver, ERAS, type Era, errorOf } from '../fixtures/mcp-client.ts';
import { type OpenAiScenario, type OpenAiStub, startOpenAiStub } from '../fixtures/openai-stub.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PROGRAM = ['src/bin/mcp-stdio.ts'];
const OPENS = { name: 'rag_query', arguments: { query: 'When does the shop open?' } };
/** A question of its own: what was asked before is answered without the model. */
const opens = (when: string) => ({
  name: 'rag_query',
  arguments: { query: `When does the shop open on ${when}?` },
});

const scenarios: OpenAiScenario[] = ['ok'];
let stub: OpenAiStub;
let product: Product;
let tenant: TenantClient;

beforeAll(async () => {
  stub = await startOpenAiStub(scenarios);
  product = await openProduct({ env: { LLM_BASE_URL: stub.url, LLM_MODEL: 'stub' } });
  tenant = await startTenant(product.url);
  const text = new TextEncoder().encode('The shop opens at nine.');
  const [source] = await tenant.give({ name: 'hours.txt', bytes: text });
  await tenant.settled([source!.source_id]);
});
afterAll(async () => {
  await product.close();
  await stub.close();
});

const environment = (more: Record<string, string>) => ({
  PATH: process.env.PATH!,
  NODE_ENV: 'test' as const,
  FRONTDESK_URL: product.url,
  FRONTDESK_TOKEN: tenant.token,
  ...more,
});

function start(era: Era, more: Record<string, string> = {}) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: PROGRAM,
    cwd: ROOT,
    env: environment(more),
    stderr: 'pipe',
  });
  return connectOver(transport, era);
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs the program with what comes on stdin until it exits. */
async function run(stdin: string, more: Record<string, string> = {}) {
  const child = spawn(process.execPath, PROGRAM, { cwd: ROOT, env: environment(more) });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  child.stdin.on('error', () => {});
  child.stdin.write(stdin);
  return { child, said, exited: once(child, 'close').then(([code]) => code as number | null) };
}

const used = async () => (await tenant.trial()).usage.queries_used;

describe.each(ERAS)('a program that speaks %s over stdio', (era) => {
  it('lists the tools, asks, follows progress and leaves', async () => {
    const client = await start(era);
    expect((await client.listTools()).tools).toHaveLength(5);
    const { structuredContent } = await client.callTool(OPENS);
    expect(structuredContent as AskResult).toMatchObject({ answered: true });
    const progress: number[] = [];
    const queries = [OPENS.arguments, { query: `What opens at nine, asked in ${era}?` }];
    await client.callTool(
      { name: 'rag_query_batch', arguments: { queries } },
      { onprogress: ({ progress: done }) => void progress.push(done) },
    );
    // The client drops the last one when it reads it together with the result.
    expect([[1], [1, 2]]).toContainEqual(progress);
    await client.close();
  });

  it('cancels a question, which is given back', async () => {
    const client = await start(era);
    const before = await used();
    scenarios.splice(0, scenarios.length, 'stall');
    const seen = stub.requests.length;
    const leave = new AbortController();
    const asked = client.callTool(opens(era), { signal: leave.signal });
    await expect.poll(() => stub.requests.length, { timeout: 10_000 }).toBe(seen + 1);
    leave.abort();
    await expect(asked).rejects.toThrow();
    await stub.requests[seen]!.abandoned;
    await expect.poll(used, { timeout: 5_000 }).toBe(before);
    scenarios.splice(0, scenarios.length, 'ok');
    await client.close();
  });

  it('gets typed errors, and acts with the scopes of its key', async () => {
    const made = await tenant.call('POST', '/api/trial/keys', { name: 'k', scopes: ['ask'] });
    const client = await start(era, { FRONTDESK_TOKEN: (await made.json()).key });
    const refused = (await client.callTool({ name: 'get_trial_status', arguments: {} })) as CallToolResult;
    expect(errorOf(refused).code).toBe('forbidden');
    await expect(client.callTool({ name: 'drop_tables', arguments: {} })).rejects.toMatchObject({
      code: -32602,
    });
    const long = { name: 'rag_query', arguments: { query: 'x'.repeat(5_000_000) } };
    await expect(client.callTool(long)).rejects.toThrow(/larger than 4096 kB/);
    expect((await client.callTool(OPENS)).isError).toBeFalsy();
    await client.close();
  });
});

describe('the program', () => {
  it('gives back what is running when its stdin ends, and exits 0', async () => {
    const before = await used();
    scenarios.splice(0, scenarios.length, 'stall');
    const seen = stub.requests.length;
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: opens('Friday') };
    const { child, said, exited } = await run(`${JSON.stringify(call)}\n`);
    await expect.poll(() => stub.requests.length, { timeout: 10_000 }).toBe(seen + 1);
    child.stdin.end();
    expect(await exited).toBe(0);
    await stub.requests[seen]!.abandoned;
    await expect.poll(used, { timeout: 5_000 }).toBe(before);
    expect(said.stdout).toBe('');
    scenarios.splice(0, scenarios.length, 'ok');
  });

  it('writes nothing but protocol to stdout, whatever comes in', async () => {
    const lines = ['not json', '{"jsonrpc":"1.0"}', '{"jsonrpc":"2.0","id":1,"method":"ping"}', ''].join(
      '\n',
    );
    const { child, said, exited } = await run(lines);
    await expect.poll(() => said.stdout, { timeout: 10_000 }).toContain('\n');
    child.stdin.end();
    await exited;
    expect(
      said.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }]);
    expect(said.stderr).not.toBe('');
    expect(said.stderr).not.toContain(tenant.token);
  });

  it('answers a request that finds no server any more', async () => {
    const server = createServer((_request, response) => {
      response.end('{"jsonrpc":"2.0","id":0,"result":{}}', () => server.close().closeAllConnections());
    });
    const closed = once(server, 'close');
    const url = await listening(server);
    const { child, said, exited } = await run('', { FRONTDESK_URL: url });
    await closed;
    child.stdin.write('{"jsonrpc":"2.0","id":"a","method":"ping"}\n');
    await expect.poll(() => said.stdout, { timeout: 10_000 }).toContain('\n');
    expect(JSON.parse(said.stdout)).toEqual({
      jsonrpc: '2.0',
      id: 'a',
      error: { code: -32603, message: `Frontdesk cannot be reached at ${url}.` },
    });
    child.stdin.end();
    expect(await exited).toBe(0);
  });

  it.each([
    ['no token', { FRONTDESK_TOKEN: '' }, /^FRONTDESK_TOKEN: set it to a trial token or an API key/],
    ['a wrong token', { FRONTDESK_TOKEN: `fd_${'a'.repeat(43)}` }, /^The server refuses the token/],
    [
      'no server',
      { FRONTDESK_URL: 'http://127.0.0.1:9' },
      /^Frontdesk cannot be reached at http:\/\/127\.0\.0\.1:9\./,
    ],
    ['an address that is none', { FRONTDESK_URL: 'ftp://x' }, /^FRONTDESK_URL: /],
  ])('with %s says so in one sentence and exits 1', async (_what, env, sentence) => {
    const { said, exited } = await run('', env);
    expect(await exited).toBe(1);
    expect(said.stdout).toBe('');
    expect(said.stderr).toMatch(sentence);
    expect(said.stderr.trim().split('\n')).toHaveLength(1);
    expect(said.stderr).not.toContain('aaaa');
  });

  it('with another service at the address says so', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end('<html>'));
    const url = await listening(server);
    const { said, exited } = await run('', { FRONTDESK_URL: url });
    expect(await exited).toBe(1);
    expect(said.stderr).toBe(`There is no Frontdesk at ${url}. Correct FRONTDESK_URL.\n`);
    server.close();
  });
});
