/** `npm run migrate`: brings the database of the configured mode to the newest schema; harmless when it is there. */
import { resolve } from 'node:path';
import { readConfig } from '#env.ts';
import { migrateEmbedded } from '#runtime/embedded.ts';

try {
  const config = readConfig();
  const applied = await migrateEmbedded(config);
  const done = applied.length === 0 ? 'nothing to do' : `applied ${applied.join(', ')}`;
  console.log(`migrate: ${resolve(config.dataDir)}: ${done}`);
  process.exit(0);
} catch (error) {
  console.error((error as { publicMessage?: string }).publicMessage ?? (error as Error).message);
  process.exit(1);
}
