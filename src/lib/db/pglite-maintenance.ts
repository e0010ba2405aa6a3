/** What autovacuum does elsewhere: PGlite has no background processes, so dead rows would pile up for ever. */
import type { Log } from '#lib/ports/log.ts';
import type { PgliteConnection } from './pglite-connection.ts';

const EVERY_MS = 3_600_000;
const WAIT_MS = 60_000;

/** Vacuums and analyses every table once an hour, one at a time so that others get their turn; returns what stops it. */
export function startMaintenance(connection: PgliteConnection, log: Log): () => void {
  const timer = setInterval(() => {
    vacuumTables(connection).catch((error: unknown) => log.warn({ err: error }, 'vacuum did not finish'));
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Returns the tables vacuumed. */
export async function vacuumTables(connection: PgliteConnection): Promise<string[]> {
  const { rows } = await exclusively(connection, (run) =>
    run(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('app', 'pgboss')`,
    ),
  );
  const tables = (rows as { name: string }[]).map((row) => row.name);
  for (const table of tables) await exclusively(connection, (run) => run(`vacuum (analyze) ${table}`));
  return tables;
}

async function exclusively<T>(
  connection: PgliteConnection,
  work: (run: (statement: string) => Promise<{ rows: unknown[] }>) => Promise<T>,
): Promise<T> {
  const { session, release } = await connection.acquire(WAIT_MS);
  try {
    return await work((statement) => session.exec(statement));
  } finally {
    release();
  }
}
