/** A Redis of one's own on the loopback: nothing on disk unless asked, and never an eviction. */
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { ensurePrograms } from './install-programs.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { makePrivateDirectory } from './service-user.ts';

interface RedisOptions {
  directory: string;
  port?: number;
  /** Directives of redis.conf, such as `{ appendonly: 'yes' }`. */
  settings?: Record<string, string>;
}

export interface RedisServer extends ServerProcess {
  url: string;
}

async function ping(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.ping();
  } finally {
    client.disconnect();
  }
}

export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  const { redisServer } = await ensurePrograms();
  const port = options.port ?? (await freePort());
  const directory = makePrivateDirectory(options.directory);
  const url = `redis://127.0.0.1:${port}`;
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: directory,
    save: '',
    appendonly: 'no',
    'maxmemory-policy': 'noeviction',
    ...options.settings,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const server = await startServer({
    name: 'redis',
    directory,
    port,
    command: [redisServer, ...args],
    stopSignal: 'SIGTERM',
    probe: () => ping(url),
  });
  return Object.assign(server, { url });
}
