/** PROMISES 10: whether nothing is lost: the crash tests on real server processes, as one figure. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printTable } from '../evals/measures.ts';

const TESTS = 'tests/integration/crash.embedded.test.ts';

interface Report {
  numPassedTests: number;
  numTotalTests: number;
  testResults: { assertionResults: { fullName: string; status: string; duration?: number }[] }[];
}

export async function benchRecovery(): Promise<{ line: string; pass: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-bench-recovery-'));
  try {
    const file = join(folder, 'report.json');
    const reporter = ['--reporter=json', `--outputFile=${file}`];
    spawnSync('vitest', ['run', '--project', 'integration', TESTS, ...reporter], { stdio: 'inherit' });
    const report: Report = JSON.parse(readFileSync(file, 'utf8'));
    const tests = report.testResults.flatMap((result) => result.assertionResults);
    printTable([
      ['what was done to a running server', 'seconds', ''],
      ...tests.map((test) => [test.fullName.trim(), ((test.duration ?? 0) / 1000).toFixed(1), test.status]),
    ]);
    const { numPassedTests: passed, numTotalTests: total } = report;
    return {
      line: `${passed} of ${total} lost and doubled nothing (bar: all)`,
      pass: total > 0 && passed === total,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
