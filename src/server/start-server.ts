/** Starts the whole server: application, host, pages, and the way down again. */
import { join, resolve } from 'node:path';
import type { Config } from '#env.ts';
import { AppError } from '#lib/core/errors.ts';
import { getApp } from '#runtime/get-app.ts';
import { createHost, listen } from './host.ts';
import { startPages } from './pages.ts';
import { loadRouteTable } from './route-table.ts';
import { createShutdown, handleProcessEvents } from './shutdown.ts';
import { buildWidget } from './widget-build.ts';

/** Node's listen errors in words; others as they are. */
function listenError(error: NodeJS.ErrnoException, host: string, port: number): unknown {
  const sentence = {
    EADDRINUSE: `Port ${port} is already in use. Stop what uses it, or choose another with PORT=….`,
    EACCES: `Port ${port} may not be opened by this user. Choose one above 1023 with PORT=….`,
    EADDRNOTAVAIL: `This machine has no address “${host}” to listen on. Correct HOST.`,
    ENOTFOUND: `The host name “${host}” is not known. Correct HOST.`,
  }[error.code ?? ''];
  return sentence === undefined ? error : new AppError('conflict', sentence, { cause: error });
}

/** What a person who just typed `npm start` wants to know. */
function greet(config: Config, port: number, setupPath: string | null): void {
  const { embedding, chat } = config;
  let embedder = 'all-MiniLM-L6-v2, bundled, offline';
  if (embedding.kind === 'directory') embedder = `the model in ${embedding.directory}, offline`;
  if (embedding.kind === 'api') embedder = `${embedding.model}, over its API`;
  const address = config.port === 0 ? `http://localhost:${port}` : config.publicUrl;
  const mode =
    config.mode === 'embedded'
      ? `embedded: database, jobs and models in this process\n  data        ${resolve(config.dataDir)}`
      : 'production: Postgres and Redis; documents are ingested by “npm run worker”';
  process.stdout.write(
    `Frontdesk is ready at ${address}
  mode        ${mode}
  embeddings  ${embedder}
  answers     ${chat === null ? 'quoted from your documents (no language model set)' : `by ${chat.model}`}
${setupPath === null ? '' : `  admin       make the first account, within the hour: ${address}${setupPath}\n`}`,
  );
}

/** Resolves when the API answers; the pages follow. Throws with a sentence when it cannot start. */
export async function startServer(root: string): Promise<void> {
  const app = await getApp();
  const { log, config, telemetry } = app;
  // Before anything listens: it takes a moment, once, and pages elsewhere wait for it.
  await buildWidget(root);
  let port = config.port;
  const pages = startPages({ root, port: () => port, publicUrl: config.publicUrl, log });
  const table = await loadRouteTable(join(root, 'src', 'app'));
  const server = createHost({ table, pages, log, telemetry });
  try {
    port = await listen(server, config.port, config.host);
  } catch (error) {
    await Promise.all([pages.close(), app.close()]);
    throw listenError(error as NodeJS.ErrnoException, config.host, config.port);
  }
  // Who reads the console of the one process owns it; in production mode that is `npm run admin:create`.
  greet(config, port, config.mode === 'embedded' ? await app.firstOwnerLink() : null);
  const parts = [
    { name: 'pages', close: pages.close },
    { name: 'application', close: () => app.close() },
  ];
  const noticeMs = config.shutdownNoticeMs;
  const exit = (code: number) => process.exit(code);
  handleProcessEvents(createShutdown({ server, parts, log, noticeMs, exit }), log);
}
