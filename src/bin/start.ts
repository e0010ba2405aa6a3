/** `npm start`: the API at once, the pages as soon as they are built, both on one port. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_MIN = 24;

if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR_MIN) {
  process.stderr.write(
    `Frontdesk needs Node ${NODE_MAJOR_MIN} or newer and this is ${process.versions.node}. ` +
      'Start it with “npm start”, which brings its own Node.\n',
  );
  process.exit(1);
}

// React and Next decide by it when they are first loaded.
Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });

const { startServer } = await import('#server/start-server.ts');
const { explainExit } = await import('./explain-exit.ts');
await startServer(join(dirname(fileURLToPath(import.meta.url)), '..', '..')).catch(explainExit);
