/** PROMISES 12: a shutdown finishes what was begun and ends in time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';

interface Child extends AsyncDisposable {
  url: string;
  process: ChildProcess;
  said: (text: string) => Promise<void>;
  exit: Promise<{ code: number | null; ms: number }>;
  /** Sends a signal and starts the clock of `exit`. */
  signal: (name: NodeJS.Signals) => void;
}

async function start(env: Record<string, string> = {}): Promise<Child> {
  const child = spawn(process.execPath, ['tests/fixtures/serve-slowly.ts'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let signalledAt = performance.now();
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const exit = once(child, 'exit').then(([code]) => ({
    code: code as number | null,
    ms: performance.now() - signalledAt,
  }));
  const said = (text: string) => expect.poll(() => output, { timeout: 8_000 }).toContain(text);
  await said('port ');
  return {
    url: `http://127.0.0.1:${/port (\d+)/.exec(output)?.[1]}`,
    process: child,
    said,
    exit,
    signal: (name) => {
      signalledAt = performance.now();
      child.kill(name);
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

describe('graceful shutdown', { timeout: 20_000 }, () => {
  it('finishes the request it has begun, refuses new ones, and exits 0', async () => {
    await using child = await start();
    const slow = fetch(`${child.url}/api/slow`);
    await child.said('slow begun');
    child.signal('SIGTERM');
    const response = await slow;
    expect(await response.json()).toEqual({ finished: true });
    await expect(fetch(`${child.url}/api/slow`)).rejects.toThrow();
    const { code, ms } = await child.exit;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5_000);
    await child.said('application closed');
  });

  it('ends open event streams cleanly, so that their readers reconnect', async () => {
    await using child = await start();
    const response = await fetch(`${child.url}/api/forever`);
    const text = response.text();
    await new Promise((resolve) => setTimeout(resolve, 100));
    child.signal('SIGTERM');
    expect(await text).toContain('event: tick');
    const { code, ms } = await child.exit;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(2_000);
  });

  it('does not wait for connections that never sent a request, or only half of one', async () => {
    await using child = await start();
    const port = Number(new URL(child.url).port);
    const sockets = ['', 'GET /api/slow HTTP/1.1\r\nHost'].map((bytes) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      return socket.on('error', () => {});
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.signal('SIGTERM');
    const { code, ms } = await child.exit;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(2_000);
    for (const socket of sockets) socket.destroy();
  });

  it('cuts what does not end in time, and still exits 0', async () => {
    await using child = await start({ DRAIN_MS: '300' });
    const hanging = fetch(`${child.url}/api/hang`);
    hanging.catch(() => {});
    await child.said('hang begun');
    child.signal('SIGINT');
    await expect(hanging).rejects.toThrow();
    const { code, ms } = await child.exit;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(3_000);
  });

  it('exits at once on the second signal', async () => {
    await using child = await start();
    fetch(`${child.url}/api/hang`).catch(() => {});
    await child.said('hang begun');
    child.signal('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.signal('SIGINT');
    const { code, ms } = await child.exit;
    expect(code).toBe(130);
    expect(ms).toBeLessThan(1_000);
  });

  it('survives a rejection nobody handles', async () => {
    await using child = await start();
    expect((await fetch(`${child.url}/api/reject`)).status).toBe(200);
    expect((await fetch(`${child.url}/api/slow`)).status).toBe(200);
  });

  it('drains and exits 1 after an exception nobody caught', async () => {
    await using child = await start();
    const slow = fetch(`${child.url}/api/slow`);
    await child.said('slow begun');
    await fetch(`${child.url}/api/crash`);
    expect((await slow).status).toBe(200);
    expect((await child.exit).code).toBe(1);
  });
});
