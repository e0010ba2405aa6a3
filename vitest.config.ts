import { defineConfig } from 'vitest/config';

/** Integration tests start the real runtime and take turns; the same files run in either mode. */
const integration = {
  include: ['tests/integration/**/*.test.ts'],
  testTimeout: 120_000,
  hookTimeout: 60_000,
  maxWorkers: 1,
  fileParallelism: false,
};

/** Runs in a process or thread of its own, which tests start for real; coverage sees only the tests' own process. */
const ELSEWHERE = [
  'src/bin/**',
  'src/server/start-*.ts',
  'src/runtime/{open-app,get-app}.ts',
  'src/lib/db/pglite-{thread,create}.ts',
  'src/lib/kb/parse-{worker,watchdog}.ts',
  'src/lib/mcp/stdio-bridge.ts',
  'src/lib/models/{local-model-worker,onnx-sentence-model}.ts',
];
/** Pages and their components: proven in a real browser (tests/e2e), where nothing is counted. */
const IN_THE_BROWSER = ['src/ui/**', 'src/widget/**', 'src/app/**/*.tsx'];
/** Nothing to run: types only. */
const TYPES = ['src/lib/ports/{clock,database,job-queue,log,models,schema}.ts', 'src/runtime/ports.ts'];

export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      exclude: [...ELSEWHERE, ...IN_THE_BROWSER, ...TYPES],
      reporter: process.env.CI
        ? ['text-summary', 'lcov', 'json-summary']
        : ['text-summary', 'html', 'json-summary'],
      thresholds: { statements: 80, branches: 75 },
    },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/integration/**', 'tests/monitoring/**', 'tests/e2e/**'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...integration,
          name: 'integration',
          exclude: ['tests/integration/**/*.production.test.ts'],
          provide: { mode: 'embedded' },
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...integration,
          name: 'production',
          exclude: ['tests/integration/**/*.embedded.test.ts'],
          provide: { mode: 'production' },
          globalSetup: ['tests/fixtures/start-services.ts'],
          sequence: { groupOrder: 2 },
        },
      },
      {
        // Real Prometheus, Alertmanager and processes of the product: `npm run test:monitoring`.
        test: {
          name: 'monitoring',
          include: ['tests/monitoring/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          // One waits for what must be true for a minute while another works.
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
