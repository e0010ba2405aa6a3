/** The product on a fresh database of a real Postgres behind pgBouncer, in this process, with its API on a free port. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from '#env.ts';
import { migratePostgres } from '#lib/db/migrate-postgres.ts';
import { buildApp } from '#runtime/app.ts';
import { openPorts } from '#runtime/open-ports.ts';
import type { Ports } from '#runtime/ports.ts';
import { createHost, listen } from '#server/host.ts';
import { loadRouteTable } from '#server/route-table.ts';
import { withDatabase } from '../scripts/services/services.ts';
import { startServices } from '../scripts/services/start-services.ts';
import { ADMIN_SECRETS } from '../tests/fixtures/admin-secrets.ts';
import { NO_RATE_LIMITS } from '../tests/fixtures/no-rate-limits.ts';

const ROOT = join(import.meta.dirname, '..');
/** Where route modules look for the application of their process (src/runtime/get-app.ts). */
const APP = Symbol.for('frontdesk.app');

export interface BenchProduct {
  ports: Ports;
  /** Of its database, for a superuser, past the pooler. */
  directUrl: string;
  /** What makes a server process run on it. */
  env: Record<string, string>;
  /** Serves the API with these ports in place of its own; the last call counts. */
  serve(changed: Partial<Ports>): Promise<string>;
  close(): Promise<void>;
}

/** On the servers that DATABASE_URL, DIRECT_URL and REDIS_URL name, or on servers of its own. */
export async function openBenchProduct(): Promise<BenchProduct> {
  const services = await startServices();
  const database = `frontdesk_bench_${randomUUID().slice(0, 8)}`;
  const admin = new pg.Client({ connectionString: services.postgres.url('postgres') });
  await admin.connect();
  await admin.query(`create database ${database}`);
  const directUrl = withDatabase(services.postgres.url('postgres'), database);
  const poolerUrl = withDatabase(services.pooler.url('postgres', 'app'), database);
  await migratePostgres(directUrl, join(ROOT, 'supabase', 'migrations'));
  await admin.query('alter role app login');
  const env = {
    DATABASE_URL: poolerUrl,
    DIRECT_URL: directUrl,
    REDIS_URL: services.redis.url,
    ...ADMIN_SECRETS,
    ...NO_RATE_LIMITS,
  };
  const config = readConfig({ ...env, LOG_LEVEL: 'error' });
  const { ports, close } = await openPorts(config);
  const servers: ReturnType<typeof createHost>[] = [];
  const pages = { handle: async () => {}, close: async () => {} };
  return {
    ports,
    directUrl,
    env,
    async serve(changed) {
      const app = buildApp(config, { ...ports, ...changed }, async () => {});
      Object.assign(globalThis, { [APP]: Promise.resolve(app) });
      const table = await loadRouteTable(join(ROOT, 'src', 'app'));
      const server = createHost({ table, pages, log: app.log });
      servers.push(server);
      return `http://127.0.0.1:${await listen(server, 0, 'localhost')}`;
    },
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
      await close();
      await admin.query(`drop database if exists ${database} with (force)`);
      await admin.end();
      await services.stop();
    },
  };
}
