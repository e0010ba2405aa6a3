/** pgvector for a running PostgreSQL: what it offers when that is new enough, else built from Debian's source. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { NEEDED, type Programs } from './find-programs.ts';
import { canInstallPackages, installDebianPackages } from './install-debian-packages.ts';
import { howToGet, ServicesMissing } from './install-programs.ts';
import { runCommand } from './run-command.ts';
import { atLeast } from './versions.ts';

/** Sources in Debian's pool, newest first, with the SHA-256 of each. */
const SOURCES = [
  ['0.8.6', '25c9b78cfdaa43c66788d7490246ac24e4fe1c86f19c4b60c089b723f84a4a0d'],
  ['0.8.3', '8c2de212d5d9b3a56e763d9ce7f32b9a00884f536bb4a0334bcdcc72f85a49ff'],
  ['0.8.2', '69f4019389af05dc1c9548deb8628e62878e6e207c03907f2b8af2016472cdaa'],
] as const;

async function offersVector(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select version from pg_available_extension_versions where name = 'vector'",
    );
    return rows.some(({ version }) => atLeast(version, NEEDED.vector));
  } finally {
    await client.end();
  }
}

/** The archives of this machine's apt: the base addresses of the mirrors it uses. */
function archives(): string[] {
  const args = ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'];
  const { stdout } = spawnSync('apt-get', args, { encoding: 'utf8' });
  return [...new Set((stdout ?? '').split('\n').filter((line) => line !== ''))];
}

/** apt fetches it as it fetches packages, through its proxies, and checks the hash. */
async function fetchSource(directory: string): Promise<string | undefined> {
  for (const [version, sha256] of SOURCES) {
    const archive = join(directory, `pgvector-${version}.tar.gz`);
    for (const base of archives()) {
      const address = new URL(`pool/main/p/pgvector/pgvector_${version}.orig.tar.gz`, base).href;
      const args = ['-o', 'APT::Sandbox::User=root', 'download-file', address, archive, `SHA256:${sha256}`];
      if (await runCommand('/usr/lib/apt/apt-helper', args)) return archive;
    }
  }
  return undefined;
}

/** The compiler and PostgreSQL's build files, by apt where they are not here. */
async function ensureBuildTools(postgresBin: string): Promise<boolean> {
  const ask = (program: string, flag: string) =>
    spawnSync(program, [flag], { encoding: 'utf8' }).stdout ?? '';
  const config = (flag: string) => ask(join(postgresBin, 'pg_config'), flag).trim();
  // Another package of Debian has the makefiles without the headers.
  const hasFiles =
    existsSync(config('--pgxs')) && existsSync(join(config('--includedir-server'), 'postgres.h'));
  if (hasFiles && ask('gcc', '--version') && ask('make', '--version')) return true;
  const major = /\d+/.exec(ask(join(postgresBin, 'postgres'), '--version'))?.[0];
  return installDebianPackages([`postgresql-server-dev-${major}`, 'gcc', 'libc6-dev', 'make']);
}

async function build(postgresBin: string, directory: string): Promise<boolean> {
  if (!canInstallPackages() || !(await ensureBuildTools(postgresBin))) return false;
  const archive = await fetchSource(directory);
  if (!archive) return false;
  if (!(await runCommand('tar', ['-xzf', archive, '--strip-components=1', '-C', directory]))) return false;
  const make = ['with_llvm=no', 'OPTFLAGS=', `PG_CONFIG=${join(postgresBin, 'pg_config')}`];
  for (const target of ['all', 'install']) {
    if (!(await runCommand('make', ['-s', ...make, target], { cwd: directory }))) return false;
  }
  return true;
}

/** `url` is a superuser's. Throws ServicesMissing when there is no pgvector and no way to build one. */
export async function ensurePgvector(programs: Programs, url: string): Promise<void> {
  if (await offersVector(url)) return;
  const directory = mkdtempSync(join(tmpdir(), 'frontdesk-pgvector-'));
  try {
    console.error(`Building pgvector for ${programs.postgresBin} …`);
    if ((await build(programs.postgresBin, directory)) && (await offersVector(url))) return;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  throw new ServicesMissing(howToGet([`pgvector ≥ ${NEEDED.vector} for ${programs.postgresBin}`]));
}
