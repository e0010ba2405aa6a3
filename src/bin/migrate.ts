/** `npm run migrate`: brings the database of the configured mode to the newest schema; harmless when it is there. */
import { resolve } from 'node:path';
import { readConfig } from '#env.ts';
import { migrateEmbedded } from '#runtime/embedded.ts';
import { migrateProduction } from '#runtime/production.ts';
import { explainExit } from './explain-exit.ts';

try {
  const config = readConfig();
  const embedded = config.mode === 'embedded';
  const applied = await (embedded ? migrateEmbedded(config) : migrateProduction(config));
  const done = applied.length === 0 ? 'nothing to do' : `applied ${applied.join(', ')}`;
  console.log(`migrate: ${embedded ? resolve(config.dataDir) : 'the database of DIRECT_URL'}: ${done}`);
  process.exit(0);
} catch (error) {
  explainExit(error);
}
