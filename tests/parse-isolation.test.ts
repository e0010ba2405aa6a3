/** PROMISES 6: the parser child is bounded in time and memory, knows no secrets, and never outlives its parent. */

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '#lib/kb/parse-document.ts';
import { createSlots } from '#lib/kb/slots.ts';
import { childrenOfThisProcess, measureCost } from './fixtures/watch-children.ts';

/** Lists in lists: marked and its output take tens of seconds, in ever more memory. */
const slowMarkdown = () =>
  strToU8(Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n'));
const slow = { bytes: slowMarkdown(), name: 'slow.md', declaredType: null };
const quick = { bytes: strToU8('Quick.'), name: 'quick.txt', declaredType: null };
/** What is read of /proc exists on Linux only. */
const onLinux = it.runIf(process.platform === 'linux');

async function until(holds: () => boolean, withinMs = 10_000): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!holds() && performance.now() < deadline) await setTimeout(10);
  return holds();
}

describe('a parser child', () => {
  it('is ended after its time, with a sentence saying so', async () => {
    const kills: string[] = [];
    const killed = (reason: string) => kills.push(reason);
    const { result, cost } = await measureCost(() =>
      parseDocument(slow, { timeoutMs: 1_500, killed }).catch((error) => error),
    );
    expect(kills).toEqual(['time']);
    expect(result).toMatchObject({
      code: 'parse_timeout',
      publicMessage: expect.stringContaining('longer than 2 seconds'),
    });
    expect(cost.elapsedMs).toBeGreaterThan(1_400);
    expect(cost.elapsedMs).toBeLessThan(5_000);
    expect(childrenOfThisProcess()).toEqual([]);
  });

  it('is ended above its memory', async () => {
    const kills: string[] = [];
    const killed = (reason: string) => kills.push(reason);
    const { result, cost } = await measureCost(() =>
      parseDocument(slow, { memoryMb: 160, killed }).catch((error) => error),
    );
    expect(kills).toEqual(['memory']);
    expect(result).toMatchObject({
      code: 'parse_out_of_memory',
      publicMessage: expect.stringContaining('160 MB'),
    });
    expect(cost.peakResidentMb).toBeLessThanOrEqual(160);
  });

  it('is ended when its work is cancelled, before or while it runs', async () => {
    const controller = new AbortController();
    const kills: string[] = [];
    const killed = (reason: string) => kills.push(reason);
    const parsing = parseDocument(slow, { signal: controller.signal, killed });
    await setTimeout(300);
    controller.abort();
    await expect(parsing).rejects.toMatchObject({ code: 'cancelled' });
    expect(kills).toEqual([]);
    await expect(parseDocument(quick, { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(childrenOfThisProcess()).toEqual([]);
  });

  onLinux(
    'has an empty environment and may neither write, start programs nor read foreign files',
    async () => {
      const controller = new AbortController();
      const parsing = parseDocument(slow, { signal: controller.signal }).catch(() => {});
      expect(await until(() => childrenOfThisProcess().length === 1)).toBe(true);
      const pid = childrenOfThisProcess()[0];
      expect(await until(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('parse-worker'))).toBe(
        true,
      );
      expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toBe('');
      const flags = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      expect(flags).toContain('--permission');
      expect(
        flags.filter((flag) => /^--allow-(?:fs-write|child-process|addons|wasi|net)/u.test(flag)),
      ).toEqual([]);
      const readable = flags.filter((flag) => flag.startsWith('--allow-fs-read='));
      expect(readable.every((flag) => /\/(?:src|node_modules)\/$|\/package\.json$/u.test(flag))).toBe(true);
      controller.abort();
      await parsing;
    },
  );

  onLinux('dies with its parent, however that dies', async () => {
    const module = fileURLToPath(new URL('../src/lib/kb/parse-document.ts', import.meta.url));
    const script = `import { parseDocument } from ${JSON.stringify(module)};
      const text = Array.from({ length: 3000 }, (_, depth) => ' '.repeat(depth * 2) + '- x').join('\\n');
      parseDocument({ bytes: new TextEncoder().encode(text), name: 'slow.md', declaredType: null }).catch(() => {});`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    const exited = new Promise((resolve) => parent.once('exit', resolve));
    const childOfParent = () =>
      Number(readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8').trim());
    expect(await until(() => childOfParent() > 0)).toBe(true);
    const child = childOfParent();
    // Long enough to be in the middle of parsing, with its own event loop blocked.
    await setTimeout(1_500);
    expect(existsSync(`/proc/${child}`)).toBe(true);
    parent.kill('SIGKILL');
    await exited;
    const gone = () =>
      !existsSync(`/proc/${child}`) || /^State:\s+[ZX]/mu.test(readFileSync(`/proc/${child}/status`, 'utf8'));
    expect(await until(gone, 3_000)).toBe(true);
  });

  onLinux('runs beside at most one other', async () => {
    let most = 0;
    const timer = setInterval(() => {
      most = Math.max(most, childrenOfThisProcess().length);
    }, 5);
    const documents = await Promise.all(Array.from({ length: 6 }, () => parseDocument(quick)));
    clearInterval(timer);
    expect(documents.map((document) => document.blocks[0]?.text)).toEqual(Array(6).fill('Quick.'));
    expect(most).toBe(2);
  });
});

describe('slots', () => {
  it('are handed on in order of arrival, and not to those who left', async () => {
    const slots = createSlots(1);
    const order: string[] = [];
    const first = await slots.take();
    const controller = new AbortController();
    const second = slots.take(controller.signal).then(
      () => order.push('second'),
      (error) => order.push(error.code),
    );
    const third = slots.take().then((release) => {
      order.push('third');
      release();
    });
    controller.abort();
    await second;
    first();
    first();
    await third;
    const again = await slots.take();
    again();
    expect(order).toEqual(['cancelled', 'third']);
  });
});
