/** `npm run reembed`: ingests again what another embedding model indexed; run it after changing the model. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '#env.ts';
import { reembedAnswers } from '#lib/curated/reembed-answers.ts';
import { countUnfinished, reembedSources } from '#lib/kb/reembed-sources.ts';
import { openPorts } from '#runtime/open-ports.ts';
import { explainExit } from './explain-exit.ts';

const REPORT_MS = 2_000;

try {
  const { ports, close } = await openPorts({ ...readConfig(), logLevel: 'warn' });
  const answers = await reembedAnswers(ports);
  const sources = await reembedSources(ports);
  console.log(`reembed: ${answers} curated answers and ${sources} sources for ${ports.embedder.model}`);
  for (let left = await countUnfinished(ports); left > 0; left = await countUnfinished(ports)) {
    console.log(`reembed: ${left} to go`);
    await sleep(REPORT_MS);
  }
  await close();
  console.log('reembed: done');
  process.exit(0);
} catch (error) {
  explainExit(error);
}
