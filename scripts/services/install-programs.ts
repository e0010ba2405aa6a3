/** The programs of the three servers: found on the machine, or installed from Debian's packages. */
import { findPrograms, missingPrograms, NEEDED, type Programs } from './find-programs.ts';
import { canInstallPackages, installDebianPackages } from './install-debian-packages.ts';

const PACKAGES = ['postgresql', 'pgbouncer', 'redis-server'];

/** Says what is missing and each way to get it. */
export class ServicesMissing extends Error {}

let found: Promise<Programs> | undefined;

/** Looks once in a process. Throws ServicesMissing. */
export function ensurePrograms(): Promise<Programs> {
  found ??= findOrInstall();
  return found;
}

async function findOrInstall(): Promise<Programs> {
  let programs = findPrograms();
  if (missingPrograms(programs).length > 0 && canInstallPackages()) {
    await installDebianPackages(PACKAGES);
    programs = findPrograms();
  }
  const missing = missingPrograms(programs);
  if (missing.length > 0) throw new ServicesMissing(howToGet(missing));
  return programs as Programs;
}

export function howToGet(missing: string[]): string {
  return [
    `Missing on this machine: ${missing.join(', ')}. One of these ways is enough:`,
    `  Debian, Ubuntu   run this command as root, or: sudo apt-get install ${PACKAGES.join(' ')}`,
    `                   (pgvector ≥ ${NEEDED.vector} is built by this command when run as root)`,
    '  macOS            brew install postgresql@17 pgvector pgbouncer redis',
    '  Docker           a running Docker with Compose; deploy/compose.yml is started',
    '  elsewhere        set DATABASE_URL (pooler), DIRECT_URL (PostgreSQL) and REDIS_URL to servers that run',
  ].join('\n');
}
