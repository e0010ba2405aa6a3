/** PROMISES 1: whether a word of one tenant ever reaches another: the canary campaign in its long form, as one figure. */
import { spawn } from 'node:child_process';
import { printTable } from '../evals/measures.ts';

const TEST = 'tests/integration/canary-campaign.test.ts';
const FIGURES = /^campaign: (\{.*\})$/m;
const LONG_FORM = { CAMPAIGN_OPERATIONS: '1000000', CAMPAIGN_TENANTS: '200' };

interface Figures {
  seed: number;
  operations: number;
  seconds: number;
  erasedTenants: number;
  succeeded: Record<string, number>;
  failed: Record<string, number>;
}

/** Through a transaction pooler with two server connections; CAMPAIGN_OPERATIONS, _TENANTS and _SEED change the form. */
export async function benchIsolation(): Promise<{ line: string; pass: boolean }> {
  const { output, code } = await runTest();
  const figures: Figures = JSON.parse(FIGURES.exec(output)?.[1] ?? 'null');
  if (!figures) return { line: 'the campaign did not come to an end', pass: false };
  const { operations, seconds, seed, erasedTenants } = figures;
  printTable([
    ['verb', 'succeeded', 'a second'],
    ...Object.entries(figures.succeeded).map(([verb, count]) => [
      verb,
      String(count),
      (count / seconds).toFixed(1),
    ]),
  ]);
  printTable([
    ['refused or failed with', 'times'],
    ...Object.entries(figures.failed).map(([code, count]) => [code, String(count)]),
  ]);
  const found = code === 0 ? '0 foreign words' : 'a violation';
  return {
    line: `${found} in ${operations} operations, ${erasedTenants} tenants erased, seed ${seed}, ${seconds.toFixed(0)} s (bar: 0 in 1,000,000)`,
    pass: code === 0,
  };
}

function runTest(): Promise<{ output: string; code: number | null }> {
  const child = spawn('vitest', ['run', '--project', 'production', TEST], {
    env: { ...LONG_FORM, ...process.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ output, code })));
}
