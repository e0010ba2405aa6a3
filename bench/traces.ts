/** What tracing costs an answer, while Langfuse takes the traces, refuses them, hangs, and is not there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AskCaller } from '#lib/core/caller.ts';
import { askMetrics } from '#lib/observability/ask-metrics.ts';
import { eachObserver } from '#lib/observability/each-observer.ts';
import { langfuseTelemetry } from '#lib/observability/langfuse-telemetry.ts';
import type { AskObserver } from '#lib/ports/ask-observer.ts';
import { answer } from '#lib/ragPipeline.ts';
import { maskPii } from '#lib/security/pii-mask.ts';
import { ingestSet, openProduct } from '../evals/knowledge-base.ts';
import { percentile, printTable } from '../evals/measures.ts';

const ROUNDS = 8;
const ASKS_PER_ROUND = 100;
const P99_BAR_MS = 2;
const WAYS = ['ok', '500', 'hang', 'not there'] as const;
const PASSAGES = ['The warranty on the frame is six years.', 'The workshop opens at nine on Saturdays.'];

/** From a process of its own: reading costs what is measured nothing. */
async function startReceiver(way: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'trace-receiver.ts'), way], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout!, 'data');
  return { url: `http://127.0.0.1:${String(line).trim()}`, child };
}

export async function benchTraces(): Promise<{ line: string; pass: boolean }> {
  const product = await openProduct();
  const { ports } = product;
  const { signal } = new AbortController();
  let asked = 0;

  async function round(observer: AskObserver, caller: AskCaller): Promise<number[]> {
    const times: number[] = [];
    for (let n = 0; n < ASKS_PER_ROUND; n++) {
      const input = { query: `How long is the warranty on frame ${asked++}?`, top_k: 6 };
      const from = performance.now();
      await answer({ ...ports, observer }, caller, input, { signal });
      times.push(performance.now() - from);
    }
    return times;
  }
  try {
    const corpus = PASSAGES.map((text, n) => ({ _id: String(n), title: '', text }));
    const set = { name: 'shop', corpus, queries: [], unanswerable: [], qrels: new Map() };
    const { caller } = await ingestSet(product, set);
    const metrics = askMetrics(ports.telemetry);
    const without = eachObserver([metrics], ports.log);
    await round(without, caller);
    const rows = [['Langfuse', 'median without, with (ms)', 'p99 without, with (ms)', 'p99 costs (ms)']];
    let worst = Number.NEGATIVE_INFINITY;
    for (const way of WAYS) {
      const { url, child } = await startReceiver(way);
      if (way === 'not there') {
        child.kill();
        await once(child, 'exit');
      }
      const traces = langfuseTelemetry(
        {
          ...{ publicKey: 'pk-lf-bench', secretKey: 'sk-lf-bench', baseUrl: url, sampleRate: 1 },
          ...{ release: 'bench', environment: 'bench', mask: (text: string) => maskPii(text).text },
        },
        ports,
      );
      const traced = eachObserver([metrics, traces.observer], ports.log);
      const times: Record<'plain' | 'traced', number[]> = { plain: [], traced: [] };
      for (let n = 0; n < ROUNDS; n++) {
        times.plain.push(...(await round(without, caller)));
        times.traced.push(...(await round(traced, caller)));
        // What is left of a round is sent before the next.
        await sleep(1_200);
      }
      await traces.close();
      child.kill();
      const at = (p: number) => [percentile(times.plain, p), percentile(times.traced, p)] as const;
      const [median, p99] = [at(0.5), at(0.99)];
      worst = Math.max(worst, p99[1] - p99[0]);
      const shown = (pair: readonly number[]) => pair.map((ms) => ms.toFixed(2)).join(', ');
      rows.push([way, shown(median), shown(p99), (p99[1] - p99[0]).toFixed(2)]);
    }
    printTable(rows);
    return {
      line: `tracing adds ${worst.toFixed(2)} ms to p99 at worst (bar ≤ ${P99_BAR_MS})`,
      pass: worst <= P99_BAR_MS,
    };
  } finally {
    await product.close();
  }
}
