/** Installs packages of the machine's own Debian or Ubuntu, without starting a service of theirs. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { runCommand } from './run-command.ts';

const APT = '/usr/bin/apt-get';
/** Debian asks this program whether an installation may start a service; 101 means no. */
const START_POLICY = '/usr/sbin/policy-rc.d';

export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync(APT);
}

/** True when all of them are installed. */
export async function installDebianPackages(packages: string[]): Promise<boolean> {
  if (!canInstallPackages()) return false;
  console.error(`Installing ${packages.join(', ')} …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const ours = !existsSync(START_POLICY);
  if (ours) writeFileSync(START_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    // A stale index is still good enough when the mirror does not answer.
    await runCommand(APT, ['update', '-qq'], { env });
    return await runCommand(APT, ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
  } finally {
    if (ours) rmSync(START_POLICY, { force: true });
  }
}
