/** What feature flags cost: one evaluation, and all that an ask does with them as a share of the ask. */
import { randomUUID } from 'node:crypto';
import { FLAG_KEYS } from '#lib/core/flag-keys.ts';
import { isEnabled } from '#lib/flags/is-enabled.ts';
import { setFlag } from '#lib/flags/set-flag.ts';
import type { Flags } from '#lib/ports/flags.ts';
import { answeringWays } from '#lib/rag/answering-ways.ts';
import { answer } from '#lib/ragPipeline.ts';
import { ingestSet, openProduct } from '../evals/knowledge-base.ts';
import { percentile, printTable } from '../evals/measures.ts';

const EVALUATIONS = 200_000;
const BATCH = 1_000;
const ASKS = 400;
const P99_BAR_US = 20;
const SHARE_BAR = 0.02;
const PASSAGES = ['The warranty on the frame is six years.', 'The workshop opens at nine on Saturdays.'];

const tenants = Array.from({ length: 1_000 }, () => randomUUID());
const listed = tenants.slice(0, 450);

const STAGES: Record<string, { percentage: number; allow?: string[]; deny?: string[] }> = {
  'at 100 %': { percentage: 100 },
  'at 50 %': { percentage: 50 },
  'at 50 %, 450 tenants on each list': { percentage: 50, allow: listed, deny: listed },
};

interface Timed {
  /** Of single calls, with the clock's own time in it. */
  p99Us: number;
  /** Of a call among a thousand, without it. */
  meanUs: number;
}

function timeEvaluations(flags: Flags): Timed {
  const single: number[] = [];
  let on = 0;
  for (let n = 0; n < EVALUATIONS; n++) {
    const tenant = tenants[n % tenants.length]!;
    const from = performance.now();
    on += Number(isEnabled(flags, 'llm-answers', tenant));
    single.push((performance.now() - from) * 1_000);
  }
  const batches: number[] = [];
  for (let n = 0; n < EVALUATIONS / BATCH; n++) {
    const from = performance.now();
    for (let i = 0; i < BATCH; i++)
      on += Number(isEnabled(flags, 'llm-answers', tenants[i % tenants.length]!));
    batches.push(((performance.now() - from) * 1_000) / BATCH);
  }
  if (on === 0) throw new Error('nothing was on');
  return { p99Us: percentile(single, 0.99), meanUs: percentile(batches, 0.5) };
}

/** Everything about flags in one ask: three decisions, both pieces of watched work, three outcomes noted. */
async function timeFlagsOfAsk(
  flags: Flags,
  chat: Parameters<typeof answeringWays>[0]['chat'],
): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < EVALUATIONS / BATCH; n++) {
    const from = performance.now();
    for (let i = 0; i < 100; i++) {
      const ways = answeringWays({ flags, chat }, tenants[i]!);
      await ways.retrieving(2, async () => 0);
      await ways.wording(
        async () => 0,
        () => false,
      );
    }
    times.push((performance.now() - from) / 100);
  }
  return percentile(times, 0.5);
}

export async function benchFlags(): Promise<{ line: string; pass: boolean }> {
  const product = await openProduct();
  const { ports } = product;
  const operator = {
    kind: 'admin' as const,
    requestId: 'bench',
    adminId: randomUUID(),
    email: 'bench@example.com',
    role: 'operator' as const,
    sessionId: randomUUID(),
    address: '127.0.0.1',
  };
  const versions = new Map<string, number>();
  async function set(key: (typeof FLAG_KEYS)[number], stage: (typeof STAGES)[string]): Promise<void> {
    const input = { version: versions.get(key) ?? 0, enabled: true, allow: [], deny: [], ...stage };
    versions.set(key, (await setFlag(ports, operator, key, input)).version);
  }
  try {
    const rows = [['llm-answers', 'median, µs', 'p99 of single calls, µs']];
    let worst = 0;
    const note = (name: string) => {
      const { meanUs, p99Us } = timeEvaluations(ports.flags);
      worst = Math.max(worst, p99Us);
      rows.push([name, meanUs.toFixed(3), p99Us.toFixed(2)]);
    };
    note('never set');
    for (const [name, stage] of Object.entries(STAGES)) {
      await set('llm-answers', stage);
      note(name);
    }
    printTable(rows);

    const corpus = PASSAGES.map((text, n) => ({ _id: String(n), title: '', text }));
    const set1 = { name: 'shop', corpus, queries: [], unanswerable: [], qrels: new Map() };
    const { caller } = await ingestSet(product, set1);
    for (const key of FLAG_KEYS) await set(key, STAGES['at 50 %']!);
    const asks: number[] = [];
    const { signal } = new AbortController();
    for (let n = 0; n < ASKS; n++) {
      const from = performance.now();
      await answer(ports, caller, { query: `How long is the warranty on frame ${n}?`, top_k: 6 }, { signal });
      asks.push(performance.now() - from);
    }
    const chat = ports.chat ?? { model: 'none', stream: () => asNothing(), close: async () => {} };
    const flagsMs = await timeFlagsOfAsk(ports.flags, chat);
    const askMs = percentile(asks, 0.5);
    const share = flagsMs / askMs;
    printTable([
      ['every flag at 50 %', 'ms'],
      ['an ask that is not cached, median', askMs.toFixed(3)],
      ['of it all that flags do', flagsMs.toFixed(4)],
    ]);
    return {
      line: `p99 ${worst.toFixed(2)} µs an evaluation (bar ≤ ${P99_BAR_US}), ${(100 * share).toFixed(3)} % of an ask (bar ≤ ${100 * SHARE_BAR} %)`,
      pass: worst <= P99_BAR_US && share <= SHARE_BAR,
    };
  } finally {
    await product.close();
  }
}

async function* asNothing(): AsyncGenerator<never> {}
