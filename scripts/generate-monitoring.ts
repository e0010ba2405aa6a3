/** `npm run dashboards`: writes dashboards and alerts. `--check` only says whether they are fresh; `--runbook URL --out FOLDER` writes a copy. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { monitoringFiles } from '../monitoring/src/monitoring-files.ts';

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, runbook: { type: 'string' }, out: { type: 'string' } },
});
if (values.runbook && !values.out) {
  console.error('--runbook needs --out: the files of the repository keep their address.');
  process.exit(2);
}

const folder = values.out ?? join(import.meta.dirname, '..', 'monitoring');
let stale = 0;
for (const [name, content] of Object.entries(monitoringFiles(values.runbook))) {
  const path = join(folder, name);
  if ((await readFile(path, 'utf8').catch(() => null)) === content) continue;
  stale += 1;
  if (values.check)
    console.error(`monitoring/${name} is not what its source says; run “npm run dashboards”.`);
  else {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    console.log(`wrote ${path}`);
  }
}
if (stale > 0 && values.check) process.exit(1);
