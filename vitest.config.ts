import { defineConfig } from 'vitest/config';

/** Integration tests start the real runtime and take turns; the same files run in either mode. */
const integration = {
  include: ['tests/integration/**/*.test.ts'],
  testTimeout: 120_000,
  hookTimeout: 60_000,
  maxWorkers: 1,
  fileParallelism: false,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/integration/**', 'tests/e2e/**'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...integration,
          name: 'integration',
          exclude: ['tests/integration/**/*.production.test.ts'],
          provide: { mode: 'embedded' },
        },
      },
      {
        test: {
          ...integration,
          name: 'production',
          exclude: ['tests/integration/**/*.embedded.test.ts'],
          provide: { mode: 'production' },
          globalSetup: ['tests/fixtures/start-services.ts'],
        },
      },
    ],
  },
});
