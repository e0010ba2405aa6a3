/** `npm start`: the API at once, the pages as soon as they are built, both on one port. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_MIN = 24;

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR_MIN) {
  stop(
    `Frontdesk needs Node ${NODE_MAJOR_MIN} or newer and this is ${process.versions.node}. ` +
      'Start it with “npm start”, which brings its own Node.',
  );
}

// React and Next decide by it when they are first loaded.
Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });

const { startServer } = await import('#server/start-server.ts');
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
await startServer(root).catch((error: unknown) => {
  const { publicMessage, problems, message, stack } = error as Partial<Error> & {
    publicMessage?: string;
    problems?: string[];
  };
  // Explained failures are a sentence or a list; only the others need a stack.
  stop(publicMessage ?? (problems === undefined ? stack : message) ?? String(error));
});
