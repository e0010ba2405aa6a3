/** `npm run worker`: runs the jobs of production mode; start as many as the documents need. */
import { startWorker } from '#server/start-worker.ts';
import { explainExit } from './explain-exit.ts';

await startWorker().catch(explainExit);
