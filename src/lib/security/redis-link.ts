/** The limiter's own connection to Redis: fails at once when it is down, never replays, comes back within 250 ms. */
import { Cluster, Redis } from 'ioredis';
import { SCRIPTS, type Script } from './redis-scripts.ts';

const RETRY_MAX_MS = 250;
const CONNECT_MAX_MS = 1_000;
/** A connection that owes an answer this long is cut and made anew. */
const SILENCE_MAX_MS = 2_000;

type Argument = string | number | Buffer;

export interface RedisLink {
  readonly cluster: boolean;
  /** Rejects at once while there is no connection; a script that Redis lost is sent again in full. */
  run(script: Script, keys: readonly string[], args: readonly Argument[]): Promise<unknown>;
  /** The same with a binary answer. */
  runBinary(script: Script, keys: readonly string[], args: readonly Argument[]): Promise<Buffer>;
  /** Deletes keys of one slot. */
  remove(keys: readonly string[]): Promise<unknown>;
  close(): void;
}

const retryDelay = (attempt: number) => Math.min(RETRY_MAX_MS, 25 * 2 ** Math.min(attempt, 6));

const OPTIONS = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  autoResendUnfulfilledCommands: false,
  retryStrategy: retryDelay,
  connectTimeout: CONNECT_MAX_MS,
  socketTimeout: SILENCE_MAX_MS,
  connectionName: 'frontdesk-limiter',
  // A server that is loading its data or has become a replica is no place to decide: the breaker waits for it.
  reconnectOnError: (error: Error) => /^(READONLY|LOADING)/.test(error.message),
};

/** What both clients of ioredis do; the declaration of its cluster leaves the binary forms out. */
type Run<T> = (script: string, keys: number, ...rest: Argument[]) => Promise<T>;
interface ScriptClient {
  eval: Run<unknown>;
  evalsha: Run<unknown>;
  evalBuffer: Run<Buffer>;
  evalshaBuffer: Run<Buffer>;
}

/** `url`: redis:// or rediss://, with `?cluster=true` for a Redis Cluster of which it names one node. */
export function openRedisLink(url: string): RedisLink {
  const address = new URL(url);
  const cluster = address.searchParams.get('cluster') === 'true';
  address.searchParams.delete('cluster');
  const client: Cluster | Redis = cluster ? openCluster(address) : new Redis(address.href, OPTIONS);
  const scripts = client as unknown as ScriptClient;
  // Failures reach the calls; without a listener each would be written to stderr.
  client.on('error', () => {});
  client.on('ready', () => {
    for (const { lua } of SCRIPTS) client.script('LOAD', lua).catch(() => {});
  });

  async function run(
    { lua, sha }: Script,
    keys: readonly string[],
    args: readonly Argument[],
    binary: boolean,
  ) {
    try {
      const brief = binary ? scripts.evalshaBuffer : scripts.evalsha;
      return await brief.call(client, sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      const full = binary ? scripts.evalBuffer : scripts.eval;
      return full.call(client, lua, keys.length, ...keys, ...args);
    }
  }

  return {
    cluster,
    run: (script, keys, args) => run(script, keys, args, false),
    runBinary: (script, keys, args) => run(script, keys, args, true) as Promise<Buffer>,
    remove: (keys) => client.del(...keys),
    close: () => client.disconnect(),
  };
}

function openCluster({ hostname, port, username, password, protocol }: URL): Cluster {
  const account = {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
  return new Cluster([{ host: hostname, port: Number(port || 6379) }], {
    enableOfflineQueue: false,
    clusterRetryStrategy: retryDelay,
    retryDelayOnFailover: 50,
    retryDelayOnClusterDown: 50,
    slotsRefreshTimeout: CONNECT_MAX_MS,
    redisOptions: { ...OPTIONS, ...account, ...(protocol === 'rediss:' ? { tls: {} } : {}) },
  });
}
