/** Installs packages of the machine's own Debian or Ubuntu, without starting a service of theirs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** True when all of them are installed. */
export async function installDebianPackages(packages: string[]): Promise<boolean> {
  if (!canInstallPackages()) return false;
  console.error(`Installing Debian’s ${packages.join(', ')} …`);
  return runCommand('/bin/sh', [join(import.meta.dirname, 'apt-install.sh'), ...packages]);
}
