/** How long a newcomer waits: a cold start from a fresh clone, and warm starts after it. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { printTable } from '../evals/measures.ts';
import { startServer } from './server.ts';

const COLD_BAR_S = 30;
const WARM_BAR_S = 6;
const WARM_ROUNDS = 3;
const PAGE_LIMIT_MS = 180_000;
const ROOT = join(import.meta.dirname, '..');

/** Until the page itself is served, not the one that asks for patience. */
async function pageSeconds(url: string, started: number): Promise<number> {
  while (performance.now() - started < PAGE_LIMIT_MS) {
    const page = await fetch(url).then(
      (response) => response.text(),
      () => '',
    );
    if (page.includes('/_next/static/')) return (performance.now() - started) / 1000;
    await sleep(200);
  }
  throw new Error('the page was not built in time');
}

export async function benchStart(): Promise<{ line: string; pass: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-bench-start-'));
  try {
    const clone = join(folder, 'clone');
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${ROOT}`, clone]);
    // What `npm ci` would lay there; the installation itself is not what is measured.
    cpSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    rmSync(join(clone, 'node_modules', '.cache'), { recursive: true, force: true });
    const rows = [['start', 'API ready, s', 'page ready, s']];
    const data = join(folder, 'data');
    const ready: number[] = [];
    for (let round = 0; round <= WARM_ROUNDS; round++) {
      const begun = performance.now();
      const server = await startServer(clone, { env: { FRONTDESK_DATA_DIR: data } });
      const page = await pageSeconds(server.url, begun);
      ready.push(server.readyMs / 1000);
      rows.push([
        round === 0 ? 'cold' : `warm ${round}`,
        (server.readyMs / 1000).toFixed(2),
        page.toFixed(2),
      ]);
      await server.stop();
    }
    printTable(rows);
    const [cold = Number.NaN, ...warm] = ready;
    const slowest = Math.max(...warm);
    return {
      line: `cold ${cold.toFixed(1)} s (bar ≤ ${COLD_BAR_S}), slowest warm ${slowest.toFixed(1)} s (bar ≤ ${WARM_BAR_S})`,
      pass: cold <= COLD_BAR_S && slowest <= WARM_BAR_S,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
