/** A pgBouncer of one's own in front of a PostgreSQL, configured by the operators' template. */
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port.ts';
import { ensurePrograms } from './install-programs.ts';
import { pgbouncerConfig } from './pgbouncer-config.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { makePrivateDirectory, writePrivateFile } from './service-user.ts';

interface PgbouncerOptions {
  directory: string;
  /** Port of the PostgreSQL on the loopback. */
  postgresPort: number;
  port?: number;
  /** `default_pool_size`: server connections for each database and login. */
  poolSize?: number;
  /** Lines over those of the template, such as `{ query_wait_timeout: '1' }`. */
  settings?: Record<string, string>;
  /** Logins and secrets of the auth_file; with none given everybody of the product is trusted. */
  users?: Record<string, string>;
}

export interface PgbouncerServer extends ServerProcess {
  /** A pooled URL of a login without password, `app` by default. */
  url(database: string, user?: string): string;
}

const TRUSTED = ['app', 'owner', 'platform_user', 'postgres', 'tenant_user'];
/** A login that only the console knows; `SHOW POOLS` and its like work for `postgres` too. */
const CONSOLE = 'pgbouncer_console';

async function probe(port: number): Promise<void> {
  const connectionString = `postgres://${CONSOLE}:${CONSOLE}@127.0.0.1:${port}/pgbouncer`;
  const client = new Client({ connectionString, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('show version');
  } finally {
    await client.end();
  }
}

export async function startPgbouncer(options: PgbouncerOptions): Promise<PgbouncerServer> {
  const { pgbouncer } = await ensurePrograms();
  const port = options.port ?? (await freePort());
  const directory = makePrivateDirectory(options.directory);
  const config = join(directory, 'pgbouncer.ini');
  const authFile = join(directory, 'userlist.txt');
  const users = options.users ?? Object.fromEntries(TRUSTED.map((name) => [name, '']));
  const entries = Object.entries({ ...users, [CONSOLE]: CONSOLE });
  const secrets = entries.map(([name, secret]) => `"${name}" "${secret}"\n`).join('');
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: String(port),
    unix_socket_dir: '',
    auth_type: options.users ? 'scram-sha-256' : 'trust',
    auth_file: authFile,
    admin_users: `${CONSOLE},postgres`,
    default_pool_size: String(options.poolSize ?? 10),
    min_pool_size: '0',
    // Without a file it logs to standard error, which the guard writes into the directory.
    logfile: '',
    pidfile: '',
    ...options.settings,
  };
  writePrivateFile(config, pgbouncerConfig(`host=127.0.0.1 port=${options.postgresPort}`, settings));
  writePrivateFile(authFile, secrets);
  const server = await startServer({
    name: 'pgbouncer',
    directory,
    port,
    command: [pgbouncer, config],
    // It has nothing to save, and a milder signal waits for clients in some versions.
    stopSignal: 'SIGKILL',
    probe: () => probe(port),
  });
  return Object.assign(server, {
    url: (database: string, user = 'app') => `postgres://${user}@127.0.0.1:${port}/${database}`,
  });
}
