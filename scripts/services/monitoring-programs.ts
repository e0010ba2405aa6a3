/** Prometheus, Alertmanager and their tools: found on the machine, or installed from Debian’s packages. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { canInstallPackages, installDebianPackages } from './install-debian-packages.ts';
import { ServicesMissing } from './install-programs.ts';

/** Debian names Alertmanager’s program after its package, its makers do not. */
const NAMES = {
  prometheus: ['prometheus'],
  promtool: ['promtool'],
  alertmanager: ['prometheus-alertmanager', 'alertmanager'],
  amtool: ['amtool'],
} as const;
const PACKAGES = ['prometheus', 'prometheus-alertmanager'];
const EXTRA_PLACES = ['/usr/local/bin', '/opt/homebrew/bin'];

type MonitoringPrograms = Record<keyof typeof NAMES, string>;

function find(): Partial<MonitoringPrograms> {
  const places = [...(process.env.PATH ?? '').split(delimiter), ...EXTRA_PLACES].filter(
    (place) => place !== '',
  );
  const found = Object.entries(NAMES).map(([program, names]) => [
    program,
    places.flatMap((place) => names.map((name) => join(place, name))).find((path) => existsSync(path)),
  ]);
  return Object.fromEntries(found.filter(([, path]) => path !== undefined));
}

const missing = (found: Partial<MonitoringPrograms>) => Object.keys(NAMES).filter((name) => !(name in found));

let programs: Promise<MonitoringPrograms> | undefined;

/** Looks once in a process. Throws ServicesMissing. */
export function ensureMonitoringPrograms(): Promise<MonitoringPrograms> {
  programs ??= findOrInstall();
  return programs;
}

async function findOrInstall(): Promise<MonitoringPrograms> {
  let found = find();
  if (missing(found).length > 0 && canInstallPackages()) {
    await installDebianPackages(PACKAGES);
    found = find();
  }
  if (missing(found).length > 0) {
    throw new ServicesMissing(
      [
        `Missing on this machine: ${missing(found).join(', ')}. One of these ways is enough:`,
        `  Debian, Ubuntu   run this command as root, or: sudo apt-get install ${PACKAGES.join(' ')}`,
        '  macOS            brew install prometheus alertmanager',
        '  elsewhere        the programs of prometheus.io/download on the path',
      ].join('\n'),
    );
  }
  return found as MonitoringPrograms;
}
