/** PostgreSQL with pgvector, pgBouncer in transaction mode and Redis: found, or started for this process alone. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { ensurePgvector } from './install-pgvector.ts';
import { ensurePrograms, ServicesMissing } from './install-programs.ts';
import { namedServices } from './named-services.ts';
import { makeServicesDirectory } from './service-user.ts';
import type { Services } from './services.ts';
import { hasCompose, startCompose } from './start-compose.ts';
import { type PgbouncerServer, startPgbouncer } from './start-pgbouncer.ts';
import { type PostgresServer, startPostgres } from './start-postgres.ts';
import { type RedisServer, startRedis } from './start-redis.ts';

interface ServicesOptions {
  /** pgBouncer's `default_pool_size`; 10 when absent. Of servers that are started, not of found ones. */
  poolSize?: number;
  /** False starts servers of one's own even where the environment names some. */
  environment?: boolean;
}

/** Servers that were started here, each to be killed and started again by fault tests. */
export interface OwnServices extends Services {
  directory: string;
  postgres: PostgresServer;
  pooler: PgbouncerServer;
  redis: RedisServer;
}

/** The login of the product, as docs/SUPABASE_SETUP.md has it; the migrations grant it the rest. */
async function createAppLogin(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('create role app login nosuperuser nobypassrls noinherit');
  await client.end();
}

/** Always starts all three. Throws ServicesMissing. */
export async function startOwnServices(options: { poolSize?: number } = {}): Promise<OwnServices> {
  const programs = await ensurePrograms();
  const directory = makeServicesDirectory();
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
    rmSync(directory, { recursive: true, force: true });
  };
  const keep = <Server extends { stop(): Promise<void> }>(server: Server) => {
    started.push(server);
    return server;
  };
  try {
    // One after the other: when one fails, no other is half started.
    const redis = keep(await startRedis({ directory: join(directory, 'redis') }));
    const postgres = keep(await startPostgres({ directory: join(directory, 'postgres') }));
    const pooler = keep(
      await startPgbouncer({
        directory: join(directory, 'pgbouncer'),
        postgresPort: postgres.port,
        ...(options.poolSize === undefined ? {} : { poolSize: options.poolSize }),
      }),
    );
    await ensurePgvector(programs, postgres.url('postgres'));
    await createAppLogin(postgres.url('postgres'));
    return { directory, postgres, pooler, redis, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * In this order: what the environment names (DATABASE_URL with DIRECT_URL, REDIS_URL), the machine's programs,
 * Debian's packages, Docker Compose. Throws when none is possible, with what is missing and how to get it.
 */
export async function startServices(options: ServicesOptions = {}): Promise<Services> {
  const named = options.environment === false ? {} : await namedServices(process.env);
  if (named.postgres && named.pooler && named.redis) {
    return { postgres: named.postgres, pooler: named.pooler, redis: named.redis, stop: async () => {} };
  }
  const started: Services = await startOwnServices(options).catch((error: unknown) => {
    if (error instanceof ServicesMissing && hasCompose()) return startCompose();
    throw error;
  });
  return { ...started, ...named };
}
