/** Cached and uncached asks through the whole HTTP path, of this host and of `next start` on the same database. */
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createKey } from '#lib/auth/create-key.ts';
import { ingestSet } from '../evals/knowledge-base.ts';
import { percentile, printTable } from '../evals/measures.ts';
import type { Load, LoadResult } from './load.ts';
import { openBenchProduct } from './production.ts';
import { type BenchServer, startServer } from './server.ts';

const ROOT = join(import.meta.dirname, '..');
const ROUNDS = 3;
const SECONDS = 4;
const CONNECTIONS = 32;
const RATIO_BAR = 8;
const QUESTION = 'How long is the warranty on the frame?';
const KINDS = {
  cached: { question: QUESTION, distinct: false },
  uncached: { question: QUESTION, distinct: true },
  'a route that does nothing': { question: null, distinct: false },
};
const PASSAGES = ['The warranty on the frame is six years.', 'The workshop opens at nine on Saturdays.'];

/** From a process of its own, so that making the load costs the server no time of its event loop. */
async function load(wanted: Load): Promise<LoadResult> {
  const script = join(import.meta.dirname, 'load.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(wanted)]);
  return JSON.parse(stdout);
}

export async function benchAsk(): Promise<{ line: string; pass: boolean }> {
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'build-pages.ts')], { cwd: ROOT, stdio: 'inherit' });
  const product = await openBenchProduct();
  const servers: Record<string, BenchServer> = {};
  try {
    const corpus = PASSAGES.map((text, n) => ({ _id: String(n), title: '', text }));
    const set = { name: 'shop', corpus, queries: [], unanswerable: [], qrels: new Map() };
    const { caller } = await ingestSet(product, set);
    const { key: token } = await createKey(product.ports, caller, { name: 'bench', scopes: ['ask'] });
    servers['this host'] = await startServer(ROOT, { env: product.env });
    servers['next start'] = await startServer(ROOT, {
      env: { ...product.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      command: (port) => ['node_modules/next/dist/bin/next', 'start', '--port', String(port)],
    });
    const results = new Map<string, LoadResult[]>();
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [kind, { question, distinct }] of Object.entries(KINDS)) {
        for (const [host, { url }] of Object.entries(servers)) {
          const wanted = { url, token, question, distinct, connections: CONNECTIONS };
          const result = await load({ ...wanted, seconds: round === 0 ? 1 : SECONDS });
          // The first round warms up, and puts the cached answer where the others find it.
          if (round === 0) continue;
          const name = `${host}, ${kind}`;
          results.set(name, [...(results.get(name) ?? []), result]);
        }
      }
    }
    const median = (name: string, value: (one: LoadResult) => number) =>
      percentile((results.get(name) ?? []).map(value), 0.5);
    const rate = (name: string) => median(name, ({ perSecond }) => perSecond);
    printTable([
      ['asks', 'requests/s', 'p50, ms', 'p99, ms', 'errors'],
      ...[...results.keys()].map((name) => [
        name,
        rate(name).toFixed(0),
        median(name, ({ p50 }) => p50).toFixed(1),
        median(name, ({ p99 }) => p99).toFixed(1),
        String(results.get(name)!.reduce((sum, { errors }) => sum + errors, 0)),
      ]),
    ]);
    const ratio = rate('this host, cached') / rate('next start, cached');
    const uncached = rate('this host, uncached') / rate('next start, uncached');
    const nothing =
      rate('this host, a route that does nothing') / rate('next start, a route that does nothing');
    const errors = [...results.values()].flat().reduce((sum, one) => sum + one.errors, 0);
    return {
      line: `cached ×${ratio.toFixed(1)} of next start (bar ≥ ${RATIO_BAR}), uncached ×${uncached.toFixed(1)}, a route that does nothing ×${nothing.toFixed(1)}, ${errors} errors`,
      pass: ratio >= RATIO_BAR && errors === 0,
    };
  } finally {
    for (const server of Object.values(servers)) await server.stop();
    await product.close();
  }
}
