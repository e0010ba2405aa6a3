/** The three services from deploy/compose.yml, for machines that have Docker and not the programs. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { runCommand } from './run-command.ts';
import type { Services } from './services.ts';

const FILE = join(import.meta.dirname, '../../deploy/compose.yml');
const DOCKER_ANSWERS_WITHIN_MS = 10_000;
/** Waits for the end of standard input, which is the end of the owner, and then runs its arguments. */
const WHEN_OWNER_ENDS = 'cat >/dev/null; exec "$@"';

export function hasCompose(): boolean {
  return [['info'], ['compose', 'version']].every(
    (args) => spawnSync('docker', args, { stdio: 'ignore', timeout: DOCKER_ANSWERS_WITHIN_MS }).status === 0,
  );
}

export async function startCompose(): Promise<Services> {
  const password = randomBytes(16).toString('hex');
  const ports = { postgres: await freePort(), pooler: await freePort(), redis: await freePort() };
  const env = {
    POSTGRES_PASSWORD: password,
    APP_PASSWORD: password,
    POSTGRES_PORT: String(ports.postgres),
    PGBOUNCER_PORT: String(ports.pooler),
    REDIS_PORT: String(ports.redis),
  };
  const compose = ['compose', '-f', FILE, '-p', `frontdesk-${randomBytes(4).toString('hex')}`];
  const guard = spawn(
    '/bin/sh',
    ['-c', WHEN_OWNER_ENDS, 'guard', 'docker', ...compose, 'down', '--volumes'],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      env: { ...process.env, ...env },
    },
  );
  guard.unref();
  const stop = async () => {
    guard.ref();
    const gone = once(guard, 'exit');
    guard.stdin.end();
    await gone;
  };
  const services = ['postgres', 'pgbouncer', 'redis'];
  if (!(await runCommand('docker', [...compose, 'up', '--detach', '--wait', ...services], { env }))) {
    await stop();
    throw new Error('Docker Compose did not start the services of deploy/compose.yml.');
  }
  return {
    postgres: {
      url: (database) => `postgres://postgres:${password}@127.0.0.1:${ports.postgres}/${database}`,
    },
    pooler: {
      url: (database, user = 'app') => `postgres://${user}:${password}@127.0.0.1:${ports.pooler}/${database}`,
    },
    redis: { url: `redis://127.0.0.1:${ports.redis}` },
    stop,
  };
}
