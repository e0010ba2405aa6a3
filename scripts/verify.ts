/** `npm run verify`: format, lint, types, boundaries, dead code, architecture; no service, under a minute. */
import { spawn } from 'node:child_process';

const CHECKS: Record<string, string[]> = {
  'format and lint': ['biome', 'ci', '--colors=off', '--max-diagnostics=40', '--error-on-warnings', '.'],
  types: ['tsc', '--noEmit'],
  boundaries: ['depcruise', '--config', '.dependency-cruiser.mjs', 'src'],
  'dead code': ['knip', '--no-progress'],
  'generated documents': ['node', 'scripts/generate-docs.ts', '--check'],
  'dashboards and alerts': ['node', 'scripts/generate-monitoring.ts', '--check'],
  architecture: ['vitest', 'run', '--project', 'unit', 'tests/architecture.test.ts'],
};

function run(command: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const [program = '', ...rest] = command;
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text));
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

const started = performance.now();
let failed = 0;
await Promise.all(
  Object.entries(CHECKS).map(async ([name, command]) => {
    const { code, output } = await run(command);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    if (code !== 0) {
      failed += 1;
      console.log(output);
    }
  }),
);
console.log(`verify: ${((performance.now() - started) / 1000).toFixed(1)} s, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
