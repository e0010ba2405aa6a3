/** Who runs the servers: ourselves, or a harmless user where we are root, which PostgreSQL and pgBouncer refuse. */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface ServiceUser {
  uid: number;
  gid: number;
}

/** Undefined when the servers run as the current user. */
export function serviceUser(): ServiceUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name]).stdout || Number.NaN));
    if (uid && gid) return { uid, gid };
  }
  throw new Error('PostgreSQL does not run as root, and neither user “postgres” nor “nobody” exists here.');
}

/** A new directory for servers, which only their user may read: give each server one inside of it. */
export function makeServicesDirectory(): string {
  return makePrivateDirectory(mkdtempSync(join(tmpdir(), 'frontdesk-services-')));
}

/** A directory that only the servers' user may read. */
export function makePrivateDirectory(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  giveToServiceUser(path);
  return path;
}

export function writePrivateFile(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
  giveToServiceUser(path);
}

export function giveToServiceUser(path: string): void {
  const user = serviceUser();
  if (user) chownSync(path, user.uid, user.gid);
}
