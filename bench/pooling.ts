/** How many connections Postgres sees under load, behind a transaction pooler and without one. */
import { printTable } from '../evals/measures.ts';
import { type Fleet, startFleet } from '../tests/fixtures/fleet.ts';
import { longDocument } from '../tests/fixtures/long-document.ts';
import { pagesBuilt, type ServerProcess } from '../tests/fixtures/server-process.ts';
import { startTenant, type TenantClient } from '../tests/fixtures/tenant-client.ts';
import { ask, type Outcome } from '../tests/fixtures/traffic.ts';

const POOLER_SIZE = 10;
const SERVERS = 4;
/** Connections a server process opens at most: with a pooler they are cheap, without one each is a Postgres process. */
const SERVER_POOL = 25;
const CONCURRENT = [100, 200];
const SECONDS = 10;
const SAMPLE_MS = 50;

interface Measured {
  asks: number;
  errors: number;
  seconds: number;
  p50Ms: number;
  p95Ms: number;
  /** Highest number of the product's connections that Postgres had at once. */
  connections: number;
}

/** Asks that `concurrent` clients send one after the other, and Postgres's connections meanwhile. */
async function measure(fleet: Fleet, servers: ServerProcess[], tenants: TenantClient[], concurrent: number) {
  let connections = 0;
  let over = false;
  const sampling = (async () => {
    while (!over) {
      const [row] = await fleet.postgres.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity where usename = 'app'`,
      );
      connections = Math.max(connections, row!.count);
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    }
  })();
  const started = performance.now();
  const outcomes: Outcome[] = [];
  await Promise.all(
    Array.from({ length: concurrent }, async (_, n) => {
      const { url } = servers[n % servers.length]!;
      while (performance.now() - started < SECONDS * 1_000) {
        // Each question is new: a cached answer would not go to the database for its passages.
        const question = `Who checks the brakes in bay ${outcomes.length} of ${concurrent}-${n}?`;
        outcomes.push(await ask(url, tenants[n % tenants.length]!, question));
      }
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  over = true;
  await sampling;
  const sorted = outcomes.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    asks: outcomes.length,
    errors: outcomes.filter(({ status }) => status !== 200).length,
    seconds,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)]!,
    p95Ms: sorted[Math.floor(sorted.length * 0.95)]!,
    connections,
  } satisfies Measured;
}

/** A tenant a few clients, each with a document. */
async function tenantsOn(fleet: Fleet, url: string): Promise<TenantClient[]> {
  const worker = await fleet.worker();
  const tenants = await Promise.all(Array.from({ length: 20 }, (_, n) => startTenant(url, `Bench ${n}`)));
  for (const tenant of tenants) {
    await tenant.give({ name: 'known.txt', bytes: longDocument(20) });
    await fleet.settled(tenant.tenantId, 60_000);
  }
  await fleet.postgres.query('update app.usage set queries_limit = 100000000');
  await worker.end('SIGTERM');
  return tenants;
}

export async function benchPooling(): Promise<{ line: string; pass: boolean }> {
  await pagesBuilt();
  const size = String(SERVER_POOL);
  const fleet = await startFleet({ poolSize: POOLER_SIZE, env: { DB_POOL_SIZE: size, LOG_LEVEL: 'error' } });
  try {
    const direct = { DATABASE_URL: fleet.postgres.directUrl.replace('postgres@', 'app@') };
    const ways = [
      { name: `pgBouncer, default_pool_size ${POOLER_SIZE}`, env: {} },
      { name: 'no pooler', env: direct },
    ];
    const rows = [['way', 'clients', 'asks/s', 'p50 ms', 'p95 ms', 'errors', 'Postgres connections, most']];
    const pooled: Measured[] = [];
    const bare: Measured[] = [];
    let tenants: TenantClient[] | undefined;
    for (const way of ways) {
      const servers = await Promise.all(Array.from({ length: SERVERS }, () => fleet.server(way.env)));
      tenants ??= await tenantsOn(fleet, servers[0]!.url);
      for (const concurrent of CONCURRENT) {
        const measured = await measure(fleet, servers, tenants, concurrent);
        (way.env === direct ? bare : pooled).push(measured);
        const { asks, errors, seconds, p50Ms, p95Ms, connections } = measured;
        const figures = [asks / seconds, p50Ms, p95Ms].map((figure) => figure.toFixed(0));
        rows.push([way.name, String(concurrent), ...figures, String(errors), String(connections)]);
      }
      await Promise.all(servers.map((server) => server.end('SIGTERM')));
    }
    printTable(rows);
    const errors = pooled.reduce((sum, one) => sum + one.errors, 0);
    const most = (of: Measured[]) => Math.max(...of.map(({ connections }) => connections));
    return {
      line: `${errors} errors (bar 0), at most ${most(pooled)} connections (bar ≤ ${POOLER_SIZE}); without a pooler ${most(bare)}`,
      pass: errors === 0 && most(pooled) <= POOLER_SIZE,
    };
  } finally {
    await fleet.close();
  }
}
