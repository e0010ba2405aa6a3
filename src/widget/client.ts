/** Talks to the API as one visitor: opens a session when it is needed and a new one when it ran out. */
import type { Citation, Answer as GivenAnswer } from '#lib/contracts/ask.ts';
import type { WidgetConfig, WidgetSession } from '#lib/contracts/widget.ts';
import { type Failure, failure, failureOf, isFailure } from './failure.ts';
import { readEvents } from './read-events.ts';
import type { Store } from './storage.ts';
import type { Action } from './turn.ts';

export type Session = Pick<WidgetSession, 'session_token' | 'expires_at'>;

export interface Answer {
  answer: string;
  answered: boolean;
  mode: GivenAnswer['mode'];
  sources: Citation[];
  request_id: string;
  actions?: Action[];
}

export interface Client {
  /** Rejects with a Failure, as everything here. `onText` gets each piece of the answer as it comes. */
  ask(query: string, onText: (text: string) => void, signal: AbortSignal): Promise<Answer>;
  giveFeedback(requestId: string, rating: 'up' | 'down'): Promise<void>;
  /** The assistant's sentence on what was done. */
  runTool(run: { tool: string; input: object; requestId: string }, key: string): Promise<string>;
}

/** Renewed a little early, so that a question never meets the end. */
const RENEW_BEFORE_MS = 20_000;
const SESSION = 'session';

const json = (value: unknown) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

async function send(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, credentials: 'omit', referrerPolicy: 'no-referrer' }).catch(
    () => {
      throw failure(init.signal?.aborted ? 'stopped' : 'offline');
    },
  );
  if (response.ok) return response;
  const problem = await response.json().catch(() => null);
  throw Object.assign(failureOf(problem, response.headers.get('retry-after')), { status: response.status });
}

export function readConfig(
  base: string,
  widgetKey: string,
  cache: RequestCache = 'default',
): Promise<WidgetConfig> {
  const url = `${base}/api/widget/config?key=${encodeURIComponent(widgetKey)}`;
  return send(url, { cache }).then((response) => response.json() as Promise<WidgetConfig>);
}

/** What a page embeds: `previous` is the token to go on with. */
export async function openSession(
  base: string,
  widgetKey: string,
  known: { visitorId: string | null; previous: string | null },
): Promise<WidgetSession> {
  const body = {
    widget_key: widgetKey,
    ...(known.visitorId === null ? {} : { visitor_id: known.visitorId }),
    ...(known.previous === null ? {} : { previous_token: known.previous }),
  };
  const response = await send(`${base}/api/widget/session`, json(body)).catch(async (error: Failure) => {
    // A page that is not allowed may not even read the refusal: it looks like a network that is away.
    if (error.kind !== 'offline') throw error;
    const reachable = await readConfig(base, widgetKey, 'no-store').then(
      () => true,
      () => false,
    );
    throw reachable ? failure('refused') : error;
  });
  return (await response.json()) as WidgetSession;
}

export function createClient(
  base: string,
  store: Store,
  open: (previous: string | null) => Promise<Session>,
): Client {
  let opening: Promise<Session> | null = null;

  function renewed(): Promise<Session> {
    opening ??= open(store.get<Session>(SESSION)?.session_token ?? null)
      .then((session) => {
        store.set(SESSION, { session_token: session.session_token, expires_at: session.expires_at });
        return session;
      })
      .finally(() => {
        opening = null;
      });
    return opening;
  }

  async function call(path: string, init: RequestInit): Promise<Response> {
    const kept = store.get<Session>(SESSION);
    const runs = kept !== null && Date.parse(kept.expires_at) - Date.now() > RENEW_BEFORE_MS;
    const withToken = ({ session_token }: Session) => {
      const headers = {
        ...(init.headers as Record<string, string>),
        authorization: `Bearer ${session_token}`,
      };
      return send(base + path, { ...init, headers });
    };
    if (!runs) return withToken(await renewed());
    return withToken(kept).catch(async (error: Failure & { status?: number }) => {
      // Ended early: the key was rotated, or this clock is wrong. Unreadable: the page may have lost its permission.
      if (error.status !== 401 && error.kind !== 'offline') throw error;
      return withToken(await renewed());
    });
  }

  return {
    async ask(query, onText, signal) {
      const init = json({ query });
      const headers = { ...init.headers, accept: 'text/event-stream' };
      const response = await call('/api/ask', { ...init, headers, signal });
      try {
        for await (const { event, data } of readEvents(response.body!)) {
          if (event === 'token') onText(String((data as { text?: unknown }).text ?? ''));
          if (event === 'done') return data as Answer;
          if (event === 'error') throw failureOf(data, null);
        }
      } catch (error) {
        if (isFailure(error)) throw error;
      }
      throw failure(signal.aborted ? 'stopped' : 'offline');
    },
    async giveFeedback(requestId, rating) {
      await call('/api/feedback', json({ request_id: requestId, rating }));
    },
    async runTool({ tool, input, requestId }, key) {
      const init = json({ tool, input, request_id: requestId });
      const response = await call('/api/tools/run', {
        ...init,
        headers: { ...init.headers, 'idempotency-key': key },
      });
      const { status, message } = (await response.json()) as { status: string; message: string };
      if (status !== 'done') throw failure('failed', { detail: message });
      return message;
    },
  };
}
