/** Runs the widget in a frame of our own pages: settings and session come from the page around it, never a credential. */
import { createClient, type Session } from './client.ts';
import { failure } from './failure.ts';
import { mountWidget, type Widget } from './mount.ts';
import type { FromPreview, ToPreview } from './preview-messages.ts';
import { openStore } from './storage.ts';

const SESSION_WAIT_MS = 15_000;

/** A preview remembers nothing. */
function noStorage(): Storage {
  throw new Error('a preview keeps nothing');
}

/** Gives the function that ends it. */
export function startPreview(host: HTMLElement): () => void {
  const store = openStore(noStorage, '');
  let widget: Widget | null = null;
  let answer: ((session: Session | null) => void) | null = null;
  const say = (message: FromPreview) => window.parent.postMessage(message, location.origin);

  const client = createClient(location.origin, store, () => {
    const { promise, resolve } = Promise.withResolvers<Session | null>();
    answer = resolve;
    setTimeout(() => resolve(null), SESSION_WAIT_MS);
    say({ type: 'frontdesk:session-wanted' });
    return promise.then((session) => {
      if (session === null) throw failure('unavailable');
      return session;
    });
  });

  function listen({ data, origin, source }: MessageEvent<ToPreview | null>): void {
    if (origin !== location.origin || source !== window.parent || data === null) return;
    if (data.type === 'frontdesk:session') answer?.(data.session);
    if (data.type !== 'frontdesk:config') return;
    if (widget) widget.update(data.config);
    else {
      const shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
      widget = mountWidget(shadow, { config: data.config, client, store, startsOpen: true });
    }
  }
  window.addEventListener('message', listen);
  say({ type: 'frontdesk:preview-ready' });
  return () => window.removeEventListener('message', listen);
}
