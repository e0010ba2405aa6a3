/** Lets pg-boss run its own statements on the pool, waiting out moments without a connection. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConstructorOptions } from 'pg-boss';
import { isAppError } from '#lib/core/errors.ts';
import { type PostgresPool, takeClient } from './postgres-pool.ts';

/** Long: a job's bookkeeping must outwait a busy pool or a restart of the database rather than fail. */
const WAIT_MS = 60_000;
const RETRY_MS = 500;

/** Only the wait for a connection is repeated, never a statement that may have run. `stop` ends the waiting. */
export function postgresPgBoss(pool: PostgresPool, stop: AbortSignal): NonNullable<ConstructorOptions['db']> {
  async function client() {
    const giveUpAt = performance.now() + WAIT_MS;
    for (;;) {
      try {
        return await takeClient(pool);
      } catch (error) {
        if (!isAppError(error) || stop.aborted || performance.now() > giveUpAt) throw error;
        await sleep(RETRY_MS, undefined, { signal: stop }).catch(() => undefined);
      }
    }
  }
  return {
    async executeSql(text, values) {
      const taken = await client();
      try {
        return await taken.query(text, values);
      } catch (error) {
        // A text that fails half-way inside its own BEGIN leaves the transaction open.
        taken.close();
        throw error;
      } finally {
        taken.release();
      }
    },
  };
}
