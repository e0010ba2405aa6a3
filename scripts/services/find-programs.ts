/** The servers' programs on this machine, in versions that are new enough. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export const NEEDED = { postgres: 15, redis: 7, vector: '0.8.2' } as const;

export interface Programs {
  /** The directory with postgres, initdb and pg_config of one version. */
  postgresBin: string;
  pgbouncer: string;
  redisServer: string;
}

const DEBIAN_POSTGRES = '/usr/lib/postgresql';
const EXTRA_PLACES = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/** The first number of `program --version`, NaN when it does not run. */
function majorVersion(program: string): number {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return Number(/(?:v=|\) |PgBouncer )(\d+)/.exec(stdout ?? '')?.[1] ?? Number.NaN);
}

function places(): string[] {
  return [...(process.env.PATH ?? '').split(delimiter), ...EXTRA_PLACES].filter((place) => place !== '');
}

function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN_POSTGRES) ? readdirSync(DEBIAN_POSTGRES) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  return (
    [...places(), ...newestFirst.map((version) => join(DEBIAN_POSTGRES, version, 'bin'))]
      .filter((place) => existsSync(join(place, 'initdb')))
      // A link on the path leads to the directory that has pg_config too.
      .map((place) => dirname(realpathSync(join(place, 'initdb'))))
      .find((bin) => majorVersion(join(bin, 'postgres')) >= NEEDED.postgres)
  );
}

function findOnPath(name: string, atLeast: number): string | undefined {
  return places()
    .map((place) => join(place, name))
    .find((program) => existsSync(program) && majorVersion(program) >= atLeast);
}

export function findPrograms(): Partial<Programs> {
  const found = {
    postgresBin: findPostgres(),
    pgbouncer: findOnPath('pgbouncer', 1),
    redisServer: findOnPath('redis-server', NEEDED.redis),
  };
  return Object.fromEntries(Object.entries(found).filter(([, path]) => path !== undefined));
}

export function missingPrograms(found: Partial<Programs>): string[] {
  return [
    found.postgresBin ? [] : `PostgreSQL ≥ ${NEEDED.postgres}`,
    found.pgbouncer ? [] : 'pgBouncer',
    found.redisServer ? [] : `Redis ≥ ${NEEDED.redis}`,
  ].flat();
}
