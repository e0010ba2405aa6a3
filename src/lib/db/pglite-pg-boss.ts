/** Lets pg-boss run its own statements on the PGlite connection. */
import type { ConstructorOptions } from 'pg-boss';
import type { PgliteConnection } from './pglite-connection.ts';

/** Long: a job's bookkeeping must outwait a large ingest's commit rather than fail. */
const WAIT_MS = 60_000;

/**
 * Each call is a transaction of its own. pg-boss sends texts of several statements without parameters and wants the
 * rows of all of them; a text that fails half-way inside its own BEGIN must not poison the only connection.
 */
export function pglitePgBoss(connection: PgliteConnection): NonNullable<ConstructorOptions['db']> {
  return {
    async executeSql(text, values) {
      const { session, release } = await connection.acquire(WAIT_MS);
      try {
        const { rows } = values?.length ? await session.query(text, values) : await session.exec(text);
        return { rows };
      } catch (error) {
        await session.exec('rollback').catch(() => undefined);
        throw error;
      } finally {
        release();
      }
    },
  };
}
