/** The embed script: reads its own tag, puts the assistant on the page, and leaves `window.Frontdesk` to open and close it. */
import { createClient, openSession, readConfig } from './client.ts';
import { mountWidget, type Widget } from './mount.ts';
import { openStore } from './storage.ts';

const VISITOR = 'visitor';
/** On the document, so that a second script tag changes nothing. */
const LOADED = Symbol.for('frontdesk.widget');

function ownTag(): HTMLScriptElement | null {
  const current = document.currentScript;
  if (current instanceof HTMLScriptElement && current.dataset.widgetKey) return current;
  return document.querySelector<HTMLScriptElement>('script[data-widget-key]');
}

/** For whoever builds the page; visitors see nothing of it. */
function tellDeveloper(sentence: string): void {
  // biome-ignore lint/suspicious/noConsole: the console is where a page's developer looks
  console.warn(`Frontdesk: ${sentence}`);
}

async function start(base: string, key: string): Promise<Widget | null> {
  const config = await readConfig(base, key).catch(() => null);
  if (config === null) {
    tellDeveloper(
      'the assistant could not be loaded. Check data-widget-key, and that the page’s CSP lets it connect.',
    );
    return null;
  }
  const prefix = `frontdesk:${key}:`;
  const forVisitor = openStore(() => window.localStorage, prefix);
  const forTab = openStore(() => window.sessionStorage, prefix);
  const client = createClient(base, forTab, async (previous) => {
    const session = await openSession(base, key, {
      visitorId: forVisitor.get<string>(VISITOR),
      previous,
    }).catch((error) => {
      if (error.kind === 'refused')
        tellDeveloper(`${location.origin} is not among the allowed origins of this widget key.`);
      throw error;
    });
    forVisitor.set(VISITOR, session.visitor_id);
    return session;
  });
  const host = document.createElement('div');
  host.id = 'frontdesk-widget';
  document.body.append(host);
  return mountWidget(host.attachShadow({ mode: 'open' }), { config, client, store: forTab });
}

function main(): void {
  const tag = ownTag();
  const key = tag?.dataset.widgetKey;
  const holder = document as { [LOADED]?: true };
  if (!tag || !key || holder[LOADED]) return;
  holder[LOADED] = true;
  const base = new URL(tag.src).origin;
  const ready = new Promise<void>((resolve) => {
    if (document.readyState !== 'loading') resolve();
    else document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
  });
  const widget = ready.then(() => start(base, key));
  const api = Object.freeze({
    open: () => void widget.then((one) => one?.open()),
    close: () => void widget.then((one) => one?.close()),
  });
  // A page's own name stays the page's.
  if (!('Frontdesk' in window))
    Object.defineProperty(window, 'Frontdesk', { value: api, configurable: true });
}

main();
