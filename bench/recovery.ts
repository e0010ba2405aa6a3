/** PROMISES 10: whether nothing is lost: the crash tests on real processes in both modes, as one figure. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printTable } from '../evals/measures.ts';

/** Each test once in its mode; the random campaign in full. */
const RUNS = [
  { project: 'integration', files: ['crash.embedded', 'crash-points'] },
  { project: 'production', files: ['crash-points', 'queue-system.production'] },
];
const KILLS = '200';

interface Report {
  testResults: { assertionResults: { fullName: string; status: string; duration?: number }[] }[];
}

export async function benchRecovery(): Promise<{ line: string; pass: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-bench-recovery-'));
  try {
    const reports = RUNS.map(({ project, files }): Report => {
      const file = join(folder, `${project}.json`);
      const tests = files.map((name) => `tests/integration/${name}.test.ts`);
      const reporter = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      const env = { ...process.env, RECOVERY_KILLS: KILLS };
      spawnSync('vitest', ['run', '--project', project, ...tests, ...reporter], { stdio: 'inherit', env });
      return JSON.parse(readFileSync(file, 'utf8'));
    });
    const tests = reports.flatMap(({ testResults }) => testResults.flatMap((one) => one.assertionResults));
    printTable([
      ['what was done to running processes', 'seconds', ''],
      ...tests.map((test) => [test.fullName.trim(), ((test.duration ?? 0) / 1000).toFixed(1), test.status]),
    ]);
    const passed = tests.filter(({ status }) => status === 'passed').length;
    const total = tests.length;
    return {
      line: `${passed} of ${total} lost and doubled nothing (bar: all)`,
      pass: total > 0 && passed === total,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
