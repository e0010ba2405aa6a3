import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '#lib/contracts/routes.ts';
import { startTrialResult } from '#lib/contracts/trial.ts';
import { logIn, PASSWORD, send } from './fixtures/admin-client.ts';
import { spawnServer } from './fixtures/server-process.ts';

/** The whole server as `npm start` runs it, on a data directory of its own. */
interface Started {
  child: ChildProcess;
  output: () => string;
  exited: Promise<number | null>;
}

function start(dataDir: string, port = 0): Started {
  const child = spawnServer({ FRONTDESK_DATA_DIR: dataDir, PORT: String(port) });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return { child, output: () => output, exited: once(child, 'exit').then(([code]) => code as number | null) };
}

async function ready(server: Started): Promise<string> {
  const giveUpAt = performance.now() + 90_000;
  while (performance.now() < giveUpAt && server.child.exitCode === null) {
    const address = /ready at (http:\S+)\n/.exec(server.output())?.[1];
    if (address !== undefined) return address;
    await sleep(50);
  }
  throw new Error(`The server did not become ready:\n${server.output()}`);
}

let dataDir: string;
let server: Started;
let url: string;
let bearer: Record<string, string>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'frontdesk-start-'));
  server = start(dataDir);
  url = await ready(server);
  const response = await fetch(`${url}/api/trial/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: 'ada@shop.example',
      business_name: 'Ada’s shop',
      business_type: 'ecommerce',
    }),
  });
  expect(response.status).toBe(201);
  bearer = { authorization: `Bearer ${startTrialResult.parse(await response.json()).trial_token}` };
}, 100_000);

afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.exited;
  await rm(dataDir, { recursive: true, force: true });
});

describe('npm start', { timeout: 120_000 }, () => {
  it('is alive and ready, and shows a page from the beginning', async () => {
    expect((await fetch(`${url}/api/health/live`)).status).toBe(200);
    const response = await fetch(`${url}/api/health/ready`);
    expect([response.status, (await response.json()).status]).toEqual([200, 'ok']);
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await page.text()).toContain('<html');
  });

  it('answers every route of the contract: none is unknown, and no tenant route works without a credential', async () => {
    for (const { method, path, auth } of ROUTES) {
      const target = url + path.replaceAll(/\{\w+\}/g, '01890000-0000-7000-8000-00000000000a');
      const response = await fetch(target, { method });
      const seen = `${method} ${path} ${response.status}`;
      if (auth === 'admin') expect(seen).toBe(`${method} ${path} 403`);
      else if (auth !== 'anonymous') expect(seen).toBe(`${method} ${path} 401`);
      else expect([200, 202, 400, 415], seen).toContain(response.status);
      await response.body?.cancel();
    }
  });

  it('prints a link that makes the first administrator, once', async () => {
    await expect.poll(server.output).toMatch(/within the hour: http:\S+\n/);
    const link = new URL(/within the hour: (http:\S+)\n/.exec(server.output())![1]!);
    expect([link.origin, link.pathname]).toEqual([url, '/admin/setup']);
    const body = { secret: link.hash.slice(1), email: 'ada@shop.example', password: PASSWORD };
    const use = async () => (await send(url, 'POST', '/api/admin/setup', body)).status;
    expect([await use(), await use()]).toEqual([200, 403]);
    expect((await logIn(url, body.email, PASSWORD)).status).toBe(200);
  });

  it('takes an upload once per key, lists it, and follows it over events', async () => {
    const upload = () => {
      const body = new FormData();
      body.append('files', new Blob(['# Hours\n\nWe are open from nine to five.\n']), 'hours.md');
      const headers = { ...bearer, 'idempotency-key': 'first' };
      return fetch(`${url}/api/trial/kb/upload`, { method: 'POST', headers, body });
    };
    const first = await upload();
    expect(first.status).toBe(202);
    const accepted = await first.json();
    const replay = await upload();
    expect(replay.headers.get('idempotency-replayed')).toBe('true');
    expect(await replay.json()).toEqual(accepted);

    const { sources } = await (await fetch(`${url}/api/trial/kb`, { headers: bearer })).json();
    expect(sources.map((source: { name: string }) => source.name)).toEqual(['hours.md']);

    const gone = new AbortController();
    const events = await fetch(`${url}/api/trial/events`, {
      headers: { ...bearer, 'last-event-id': '0' },
      signal: gone.signal,
    });
    expect(events.headers.get('content-type')).toContain('text/event-stream');
    let heard = '';
    const decoder = new TextDecoder();
    for await (const part of events.body ?? []) {
      heard += decoder.decode(part, { stream: true });
      if (/"status":"ready"/.test(heard)) break;
    }
    expect(heard).toMatch(/id: \d+\nevent: ingestion\n/);
    gone.abort();
  });

  it('answers a missing, a malformed and a removed id in the same bytes', async () => {
    const headers = { ...bearer, 'x-request-id': 'same' };
    const ids = ['01890000-0000-7000-8000-00000000000a', 'nonsense', '1'];
    const answers = await Promise.all(
      ids.map(async (id) => {
        const response = await fetch(`${url}/api/trial/kb/${id}`, { headers });
        return `${response.status} ${await response.text()}`;
      }),
    );
    expect(answers[0]).toMatch(/^404 /);
    expect(new Set(answers).size).toBe(1);
  });

  it('refuses a second process on the same data with a sentence, and exits 1', async () => {
    const second = start(dataDir);
    expect(await second.exited).toBe(1);
    expect(second.output()).toMatch(/data|director/i);
    expect(second.output()).not.toMatch(/\n\s+at /);
  });

  it('stops on SIGTERM with 0, says when the port is taken, and a restart has everything', async () => {
    const at = performance.now();
    server.child.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    expect(performance.now() - at).toBeLessThan(30_000);
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const blocked = start(dataDir, port);
    expect(await blocked.exited).toBe(1);
    expect(blocked.output()).toContain(`Port ${port} is already in use`);
    blocker.close();

    server = start(dataDir);
    url = await ready(server);
    const { sources } = await (await fetch(`${url}/api/trial/kb`, { headers: bearer })).json();
    expect(sources).toHaveLength(1);
  });
});
