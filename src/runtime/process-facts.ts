/** What only the running process knows of itself: its version, and the room on its disk. */
import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Config } from '#env.ts';
import type { ProcessFacts } from '#lib/admin/get-health.ts';
import type { Ports } from './ports.ts';
import { readiness } from './readiness.ts';

const MANIFEST = join(import.meta.dirname, '..', '..', 'package.json');

export function processFacts(config: Config, ports: Ports): ProcessFacts {
  const { version } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string };
  return {
    readiness: () => readiness(ports),
    sendsMail: Boolean(config.smtp),
    version,
    async disk() {
      if (config.mode !== 'embedded') return null;
      const { bsize, bavail, blocks } = await statfs(resolve(config.dataDir));
      return { free_bytes: bavail * bsize, total_bytes: blocks * bsize };
    },
  };
}
