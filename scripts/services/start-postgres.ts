/** A PostgreSQL cluster of one's own on the loopback: trusts everybody there, quick instead of crash-proof. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port.ts';
import { ensurePrograms } from './install-programs.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { makePrivateDirectory, serviceUser } from './service-user.ts';

interface PostgresOptions {
  directory: string;
  port?: number;
  /** Settings of postgresql.conf over the defaults below. */
  settings?: Record<string, string>;
  /** The whole of pg_hba.conf; trust on the loopback when absent. */
  hba?: string;
}

export interface PostgresServer extends ServerProcess {
  /** A direct URL of the superuser `postgres`. */
  url(database: string): string;
}

// An operating-system crash may ruin this cluster, a kill -9 of its processes does not. That is why commits stay
// synchronous: a commit that PostgreSQL only holds in its own memory would be lost with it, and without fsync the
// write to the system's cache is cheap.
const QUICK = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
  jit: 'off',
  timezone: 'UTC',
};
const TRUST_LOOPBACK = 'local all all trust\nhost all all 127.0.0.1/32 trust\n';
/** Longest path of a unix socket that every system takes, in bytes. */
const SOCKET_PATH_BYTES = 100;

function run(command: string, args: string[]): void {
  const result = spawnSync(command, args, { encoding: 'utf8', cwd: '/', ...serviceUser() });
  if (result.status !== 0) throw new Error(`${command} failed:\n${result.stderr || result.error?.message}`);
}

/** initdb takes a second or more, a copy of its result a fraction: the first run on a machine keeps one. */
function createCluster(postgresBin: string, data: string): void {
  const version = spawnSync(join(postgresBin, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout;
  const uid = serviceUser()?.uid ?? process.getuid?.() ?? 0;
  const template = join(tmpdir(), `frontdesk-initdb-${uid}-${version.replaceAll(/[^\d.]+/g, '-')}template`);
  const complete = existsSync(join(template, 'PG_VERSION'));
  if (complete && statSync(template).uid === uid && (statSync(template).mode & 0o077) === 0) {
    run('cp', ['-R', template, data]);
    return;
  }
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8';
  const flags = ['--auth=trust', '--username=postgres', '--encoding=UTF8', `--locale=${locale}`, '--no-sync'];
  run(join(postgresBin, 'initdb'), [...flags, '-D', data]);
  // Renamed into place, so that nobody copies a half-written one; whoever comes second keeps the first.
  const fresh = `${template}.${process.pid}`;
  run('cp', ['-R', data, fresh]);
  if (spawnSync('mv', ['-T', fresh, template], serviceUser()).status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function probe(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end();
  }
}

export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { postgresBin } = await ensurePrograms();
  const port = options.port ?? (await freePort());
  const directory = makePrivateDirectory(options.directory);
  const data = join(directory, 'data');
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  if (!existsSync(data)) createCluster(postgresBin, data);
  writeFileSync(join(data, 'pg_hba.conf'), options.hba ?? TRUST_LOOPBACK);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: directory.length + 20 < SOCKET_PATH_BYTES ? directory : '',
    port: String(port),
    ...QUICK,
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = await startServer({
    name: 'postgres',
    directory,
    port,
    command: [join(postgresBin, 'postgres'), '-D', data, ...flags],
    stopSignal: 'SIGINT',
    probe: () => probe(url('postgres')),
    // After kill -9 of the postmaster its children need a moment to notice.
    transient: /pre-existing shared memory block|lock file "postmaster.pid" already exists/,
  });
  return Object.assign(server, { url });
}
