/** The protocol's own conformance suite against our endpoint, on the machine it is used from: the scenarios that need no tools of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant } from '../fixtures/tenant-client.ts';

const SUITE = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'));
/** The others call tools that only a server made for the suite has, or resume streams that a stateless one never leaves. */
const SCENARIOS = [
  'server-initialize',
  'ping',
  'tools-list',
  'server-sse-multiple-streams',
  'dns-rebinding-protection',
];

let product: Product;
let proxy: Server;
let url: string;
let results: string;

/** The suite cannot send a credential, so this adds one and changes nothing else. */
beforeAll(async () => {
  product = await openProduct();
  const { token } = await startTenant(product.url);
  proxy = createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
    const onward = request(
      `${product.url}${incoming.url}`,
      { method: incoming.method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(proxy.address() as AddressInfo).port}/api/mcp`;
  results = await mkdtemp(join(tmpdir(), 'mcp-conformance-'));
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await product.close();
  await rm(results, { recursive: true, force: true });
});

async function run(scenario: string): Promise<{ code: number | null; output: string }> {
  const args = [SUITE, 'server', '--url', url, '--scenario', scenario];
  const child = spawn(process.execPath, args, { cwd: results });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

describe('the conformance suite', () => {
  it.each(SCENARIOS)('passes %s', async (scenario) => {
    const { code, output } = await run(scenario);
    expect(output).toMatch(/Passed: ([1-9])\/\1, 0 failed, 0 warnings/);
    expect(code).toBe(0);
  });
});
