/** A server that is told to stop sends the traces that it still has. */
import { expect, it } from 'vitest';
import { startLangfuseReceiver } from '../fixtures/langfuse-receiver.ts';
import { pagesBuilt, startServerProcess } from '../fixtures/server-process.ts';
import { startTenant } from '../fixtures/tenant-client.ts';
import { freshDatabase } from '../fixtures/test-database.ts';

const QUESTIONS = 30;

it('sends every trace on SIGTERM, and leaves in time when Langfuse hangs', async () => {
  await pagesBuilt();
  for (const way of ['ok', 'hang'] as const) {
    const receiver = await startLangfuseReceiver(way);
    const on = await freshDatabase('traces');
    try {
      const server = await startServerProcess({ ...on.env, ...receiver.env, SHUTDOWN_NOTICE_MS: '0' });
      const tenant = await startTenant(server.url);
      for (let n = 0; n < QUESTIONS; n++) await tenant.ask(`Is there a question number ${n}?`);
      const toldAt = performance.now();
      expect(await server.end('SIGTERM')).toBe(0);
      expect(performance.now() - toldAt).toBeLessThan(25_000);
      if (way === 'hang') continue;
      const roots = receiver.spans.filter(({ parentSpanId }) => parentSpanId === undefined);
      expect(roots).toHaveLength(QUESTIONS);
      expect(receiver.traces().size).toBe(QUESTIONS);
      for (const spans of receiver.traces().values()) expect(spans.length).toBeGreaterThan(1);
    } finally {
      await receiver.close();
      await on.drop();
    }
  }
});
