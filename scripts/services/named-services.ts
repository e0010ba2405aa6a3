/** Servers that the environment names: they must answer, and be new enough. */
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { NEEDED } from './find-programs.ts';
import { type Services, withDatabase } from './services.ts';
import { atLeast } from './versions.ts';

const ANSWER_WITHIN_MS = 10_000;

async function ask<Row>(name: string, url: string, sql: string): Promise<Row> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: ANSWER_WITHIN_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(sql)).rows[0];
  } catch (error) {
    throw new Error(`${name} does not answer: ${(error as Error).message}`);
  } finally {
    await client.end().catch(() => {});
  }
}

async function checkPostgres(url: string): Promise<void> {
  const row = await ask<{ version: string; vector: string[] }>(
    'DIRECT_URL',
    url,
    `select current_setting('server_version') as version,
      array(select version from pg_available_extension_versions where name = 'vector') as vector`,
  );
  if (!atLeast(row.version, String(NEEDED.postgres))) {
    throw new Error(`DIRECT_URL is PostgreSQL ${row.version}; ${NEEDED.postgres} or newer is needed.`);
  }
  if (!row.vector.some((version) => atLeast(version, NEEDED.vector))) {
    const offered = row.vector.join(', ') || 'none';
    throw new Error(`DIRECT_URL offers pgvector ${offered}; ${NEEDED.vector} or newer is needed.`);
  }
}

async function checkRedis(url: string): Promise<void> {
  const client = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: ANSWER_WITHIN_MS,
  });
  client.on('error', () => {});
  let version: string;
  try {
    await client.connect();
    version = /redis_version:([\d.]+)/.exec(await client.info('server'))?.[1] ?? '0';
  } catch (error) {
    throw new Error(`REDIS_URL does not answer: ${(error as Error).message}`);
  } finally {
    client.disconnect();
  }
  if (!atLeast(version, String(NEEDED.redis))) {
    throw new Error(`REDIS_URL is Redis ${version}; ${NEEDED.redis} or newer is needed.`);
  }
}

/** The parts of the services that the environment names; empty when it names none. Throws when one is not usable. */
export async function namedServices(env: NodeJS.ProcessEnv): Promise<Partial<Services>> {
  const { DATABASE_URL, DIRECT_URL, REDIS_URL } = env;
  if (Boolean(DATABASE_URL) !== Boolean(DIRECT_URL)) {
    throw new Error(
      'DATABASE_URL (pooler) and DIRECT_URL (PostgreSQL itself) belong together: set both or neither.',
    );
  }
  const parts: Partial<Services> = {};
  if (DATABASE_URL && DIRECT_URL) {
    await checkPostgres(DIRECT_URL);
    await ask('DATABASE_URL', DATABASE_URL, 'select 1');
    parts.postgres = { url: (database) => withDatabase(DIRECT_URL, database) };
    parts.pooler = { url: (database, user) => withDatabase(DATABASE_URL, database, user) };
  }
  if (REDIS_URL) {
    await checkRedis(REDIS_URL);
    parts.redis = { url: REDIS_URL };
  }
  return parts;
}
