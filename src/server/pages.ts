/** Serves the pages: a waiting page first, Next's own handler as soon as there is a build of the present sources. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { RequestLog } from '#lib/http/access-log.ts';
import { FRAMED_PAGE, pageSecurityHeaders, transportHeaders } from '#lib/http/security-headers.ts';
import { type InlineScripts, readInlineScripts } from './inline-scripts.ts';
import { BUILD_DIR, buildPages, pagesAreBuilt } from './page-build.ts';
import { WAITING_RELOAD_SECONDS, waitingPage } from './waiting-page.ts';
import { widgetFiles } from './widget-files.ts';

export interface Pages {
  handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

export interface PagesOptions {
  root: string;
  /** Where the host listens: Next resolves its own addresses with it. */
  port: () => number;
  publicUrl: string;
  log: RequestLog;
}

type NextHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** Next is CommonJS: Node gives its function as `default`, its types see one level more. */
interface NextModule {
  default: typeof import('next')['default'];
}

type State =
  | { kind: 'building' | 'failed' }
  | { kind: 'ready'; handle: NextHandler; inlineScripts: InlineScripts; close: () => Promise<void> };

const ASSET_HEADERS = { 'X-Content-Type-Options': 'nosniff' };

/** The path of a request target in origin or absolute form; `*` and the like stay as they are. */
function pathOf(target = '/'): string {
  return target.replace(/^https?:\/\/[^/?#]*(?=\/|$)/i, '').split(/[?#]/, 1)[0] ?? '/';
}

/** Sets headers at the moment they are sent, after whatever Next has set itself. */
function beforeHeaders(outgoing: ServerResponse, set: () => void): void {
  const writeHead = outgoing.writeHead.bind(outgoing) as (...args: unknown[]) => ServerResponse;
  outgoing.writeHead = ((...args: unknown[]) => {
    set();
    return writeHead(...args);
  }) as typeof outgoing.writeHead;
}

async function openNext(options: PagesOptions): Promise<State> {
  // Loaded here, not at the top: Next costs memory and half a second that the API should not wait for.
  const { default: next } = (await import('next')) as unknown as NextModule;
  const inlineScripts = await readInlineScripts(join(options.root, BUILD_DIR));
  const app = next({
    dev: false,
    dir: options.root,
    hostname: 'localhost',
    port: options.port(),
    quiet: true,
  });
  await app.prepare();
  const handle = app.getRequestHandler() as NextHandler;
  return { kind: 'ready', handle, inlineScripts, close: () => app.close() };
}

export function startPages(options: PagesOptions): Pages {
  const { root, log } = options;
  const stop = new AbortController();
  const answerWidget = widgetFiles(root);
  let state: State = { kind: 'building' };

  const opened = (async () => {
    try {
      if (!(await pagesAreBuilt(root))) {
        log.info({}, 'building the pages; the API answers meanwhile');
        await buildPages(root, stop.signal);
      }
      state = await openNext(options);
      log.info({}, 'the pages are ready');
    } catch (error) {
      if (stop.signal.aborted) return;
      state = { kind: 'failed' };
      log.error({ err: error }, 'the pages could not be built');
    }
  })();

  return {
    async handle(incoming, outgoing) {
      const path = pathOf(incoming.url);
      if (await answerWidget(path, incoming, outgoing)) return;
      const scripts = state.kind === 'ready' ? state.inlineScripts(path) : [];
      const headers = path.startsWith('/_next/')
        ? ASSET_HEADERS
        : { ...pageSecurityHeaders(scripts, path === FRAMED_PAGE), ...transportHeaders(options.publicUrl) };
      beforeHeaders(outgoing, () => {
        for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
      });
      if (!path.startsWith('/')) {
        outgoing.writeHead(400, { 'Content-Type': 'text/plain' }).end('Bad request\n');
      } else if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
        outgoing
          .writeHead(405, { Allow: 'GET, HEAD', 'Content-Type': 'text/plain' })
          .end('Method not allowed\n');
      } else if (state.kind === 'ready') {
        await state.handle(incoming, outgoing);
      } else {
        outgoing
          .writeHead(503, {
            'Cache-Control': 'no-store',
            'Content-Type': 'text/html; charset=utf-8',
            'Retry-After': String(WAITING_RELOAD_SECONDS),
          })
          .end(waitingPage(state.kind));
      }
    },
    async close() {
      stop.abort();
      await opened;
      if (state.kind === 'ready') await state.close();
    },
  };
}
