/** `npm test`: every runner, one after the other, and as the last line the sum over all of them. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './ensure-chromium.ts';
import { ensurePrograms } from './services/install-programs.ts';
import { ensureMonitoringPrograms } from './services/monitoring-programs.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const folder = mkdtempSync(join(tmpdir(), 'frontdesk-test-'));
const total: Counts = { passed: 0, failed: 0, skipped: 0 };

function run(command: string[], env: Record<string, string> = {}): Promise<number> {
  const [program = '', ...rest] = command;
  return new Promise((resolve) => {
    const child = spawn(program, rest, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** A runner that fails without naming a failed test (it crashed, or wrote no report) counts as one failure. */
function add(name: string, code: number, read: () => Counts): void {
  let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = read();
  } catch (error) {
    console.error(`${name}: no report (${(error as Error).message})`);
    counts.failed = 1;
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
}

function vitestCounts(report: string): Counts {
  const json = JSON.parse(readFileSync(report, 'utf8'));
  return {
    passed: json.numPassedTests,
    failed: json.numFailedTests + (json.numFailedTestSuites > 0 && json.numFailedTests === 0 ? 1 : 0),
    skipped: json.numPendingTests + json.numTodoTests,
  };
}

// Now, with a word about it, rather than in the middle of a test that waits.
await ensurePrograms().catch((error: Error) => console.error(error.message));
await ensureMonitoringPrograms().catch((error: Error) => console.error(error.message));
try {
  ensureChromium();
} catch (error) {
  console.error((error as Error).message);
}

// Once, before anything is measured: servers under test would each begin a build of their own.
if ((await run(['node', 'scripts/build-pages.ts'])) !== 0) total.failed += 1;

// Unit tests, then the integration tests in embedded and in production mode; coverage is over all of them.
const report = join(folder, 'vitest.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const projects = ['unit', 'integration', 'production'].flatMap((name) => ['--project', name]);
const vitest = await run(['vitest', 'run', '--coverage', ...projects, ...reporters]);
add('unit and integration', vitest, () => vitestCounts(report));
if (vitest === 0 && (await run(['node', 'scripts/coverage-badge.ts', '--check'])) !== 0) total.failed += 1;

// Dashboards, alerts and drills, on real Prometheus and Alertmanager.
const monitored = join(folder, 'monitoring.json');
const monitoring = ['--reporter=default', '--reporter=json', `--outputFile.json=${monitored}`];
add('monitoring', await run(['vitest', 'run', '--project', 'monitoring', ...monitoring]), () =>
  vitestCounts(monitored),
);

try {
  const report = join(folder, 'e2e.json');
  const env = { CHROMIUM_PATH: ensureChromium(), PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const code = await run(['playwright', 'test', '--reporter=list,json'], env);
  add('e2e', code, () => {
    const { stats } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  });
} catch (error) {
  console.error((error as Error).message);
  total.failed += 1;
}

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || (process.env.CI && total.skipped > 0) ? 1 : 0;
