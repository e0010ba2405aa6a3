import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { liveRoute } from '#lib/contracts/system.ts';
import { createRoute } from '#lib/http/route.ts';
import { createHost, isApiTarget, listen } from '#server/host.ts';
import { lingering } from '#server/request-stream.ts';
import { drain } from '#server/shutdown.ts';
import { runHost, testApp } from './fixtures/http-host.ts';

const app = testApp();
const live = {
  path: liveRoute.path,
  methods: {
    GET: createRoute(
      async () => app,
      liveRoute,
      async () => ({ status: 200, body: { status: 'ok' } }),
    ),
  },
};

/** Sends bytes as they are and gives all that comes back. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8');
    socket.on('data', (part) => {
      answer += part;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    setTimeout(() => socket.destroy(), 1500).unref();
  });
}

describe('the Node host', () => {
  it('answers routes, and pages for everything else', async () => {
    await using host = await runHost([live]);
    const response = await fetch(`${host.url}/api/health/live`);
    expect(await response.json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${host.url}/anything`)).text()).toBe('a page');
  });

  it('answers an unknown API path with a not_found problem', async () => {
    await using host = await runHost([live]);
    for (const path of ['/api', '/api/', '/api/nope', '/api/health/live/more', '/api/%zz', '/%61pi/nope']) {
      const response = await fetch(host.url + path, { headers: { 'x-request-id': 'r-1' } });
      expect(response.status, path).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'not_found', request_id: 'r-1' });
    }
  });

  it('answers a wrong method with 405 and what is allowed', async () => {
    await using host = await runHost([live]);
    for (const method of ['POST', 'DELETE', 'PROPFIND']) {
      const response = await fetch(`${host.url}/api/health/live`, { method });
      expect(response.status, method).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
      expect((await response.json()).code).toBe('method_not_allowed');
    }
  });

  it('answers HEAD like GET without a body, and OPTIONS with what is allowed', async () => {
    await using host = await runHost([live]);
    const head = await fetch(`${host.url}/api/health/live`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const optionsAnswer = await fetch(`${host.url}/api/health/live`, { method: 'OPTIONS' });
    expect([optionsAnswer.status, optionsAnswer.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  it.each([
    [
      'a Host that is no host',
      'GET /api/health/live HTTP/1.1\r\nHost: a b\\c\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 400/,
    ],
    ['no Host', 'GET /api/health/live HTTP/1.1\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 400/],
    ['HTTP/1.0 without Host', 'GET /api/health/live HTTP/1.0\r\n\r\n', /^HTTP\/1\.1 200/],
    [
      'an absolute target',
      'GET http://x/api/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 200/,
    ],
    [
      'a backslash in the path',
      'GET /api\\..\\x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 [24]/,
    ],
    ['not HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400/],
    [
      'two lengths',
      'POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      /^HTTP\/1\.1 400/,
    ],
    [
      'length and chunks',
      'POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /^HTTP\/1\.1 400/,
    ],
    [
      'headers without end',
      `GET /api/x HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431/,
    ],
  ])('stays up after %s', async (_what, bytes, answer) => {
    await using host = await runHost([live]);
    expect(await raw(host.port, bytes)).toMatch(answer);
    expect((await fetch(`${host.url}/api/health/live`)).status).toBe(200);
  });

  it('keeps the connection for the next request after a refused small body', async () => {
    await using host = await runHost([live]);
    const post = 'POST /api/nope HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}';
    const answer = await raw(
      host.port,
      `${post}GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)?.[0]).toBe('HTTP/1.1 404');
  });

  it('holds no connection after a body that was answered early has arrived', async () => {
    const server = createHost({
      table: [live],
      pages: { handle: async () => {}, close: async () => {} },
      log: app.log,
    });
    const port = await listen(server, 0, 'localhost');
    for (let i = 0; i < 20; i += 1) {
      const response = await fetch(`http://127.0.0.1:${port}/api/nope`, {
        method: 'POST',
        body: 'x'.repeat(i * 5_000),
      });
      expect(response.status).toBe(404);
      await response.text();
    }
    const startedAt = performance.now();
    expect(await drain(server, 5_000)).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('ends an early answer as soon as the body is there, also when that is before the answer is', async () => {
    const server = createServer((incoming, outgoing) => {
      incoming.resume();
      const slow = new ReadableStream<Uint8Array>({
        async start(controller) {
          await sleep(100);
          controller.enqueue(new TextEncoder().encode('no'));
          controller.close();
        },
      });
      lingering(new Response(slow), incoming)
        .then((response) => response.text())
        .then((text) => outgoing.end(text));
    });
    const port = await listen(server, 0, 'localhost');
    const startedAt = performance.now();
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n');
        setTimeout(() => socket.write('{}'), 20);
      });
      socket.once('data', (data) => {
        resolve(data.toString());
        socket.destroy();
      });
    });
    expect(answer).toMatch(/no$/);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    server.close();
  });

  it('does not fall over a page that throws', async () => {
    const broken = { handle: () => Promise.reject(new Error('page at /srv/secret')), close: async () => {} };
    await using host = await runHost([live], app, broken);
    const response = await fetch(`${host.url}/`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
  });

  it('knows its own targets', () => {
    for (const target of ['/api', '/api/x', '/api?x', 'http://h/api/x', '/%61pi/x']) {
      expect(isApiTarget(target), target).toBe(true);
    }
    for (const target of ['/', '/apis', '/x/api', '*', '/?/api/', 'http://h/']) {
      expect(isApiTarget(target), target).toBe(false);
    }
  });
});
