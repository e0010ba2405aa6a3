/** Whether requests can be served, part by part, named by kind only. */
import type { Readiness } from '#lib/contracts/system.ts';
import type { Ports } from './ports.ts';

const DATABASE_CHECK_MS = 3_000;
/** While transactions still commit, a check that found no connection means load, not loss. */
const BUSY_NOT_DOWN_MS = 2_000;

export async function readiness(ports: Ports): Promise<Readiness> {
  const database = await databaseState(ports);
  const parts: Readiness['parts'] = {
    database,
    jobs: ports.jobs.healthy() ? 'ok' : 'degraded',
    rate_limits: ports.limiter.health(),
    embedding_model: ports.embedderHealth.state(),
    chat_model: ports.chat ? ports.chatHealth.state() : 'off',
  };
  const degraded = Object.values(parts).some((state) => state === 'degraded' || state === 'down');
  return { status: database === 'down' ? 'down' : degraded ? 'degraded' : 'ok', parts };
}

async function databaseState(ports: Ports): Promise<'ok' | 'degraded' | 'down'> {
  const tooLate = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('too late')), DATABASE_CHECK_MS).unref();
  });
  const check = ports.database.asPlatform('readiness', (tx) =>
    tx.selectFrom('tenants').select('tenant_id').limit(1).execute(),
  );
  return Promise.race([check, tooLate]).then(
    () => 'ok' as const,
    () =>
      performance.now() - ports.database.lastSuccessAt() < BUSY_NOT_DOWN_MS
        ? ('degraded' as const)
        : ('down' as const),
  );
}
