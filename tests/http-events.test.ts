import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { askRoute } from '#lib/contracts/ask.ts';
import { trialEventsRoute } from '#lib/contracts/trial.ts';
import { AppError } from '#lib/core/errors.ts';
import { type AskApp, answerAsk, wantsEventStream } from '#lib/http/ask-stream.ts';
import { encodeEvent, eventStream, type ServerSentEvent } from '#lib/http/event-stream.ts';
import { createRoute } from '#lib/http/route.ts';
import { lastEventId, trialEventStream } from '#lib/http/trial-event-stream.ts';
import { runHost, type TestApp, testApp } from './fixtures/http-host.ts';

interface Heard {
  id: string | undefined;
  event: string;
  data: unknown;
}

/** Parses a stream as a browser would (fields, blank line ends an event, comments are dropped). */
function parse(text: string): Heard[] {
  return text
    .split('\n\n')
    .filter((block) => block.includes('event:'))
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      return { id: field('id'), event: field('event') ?? '', data: JSON.parse(field('data') ?? 'null') };
    });
}

const options = { requestId: 'r', endless: false, failed: () => ({ event: 'error', data: {} }) };

describe('eventStream', () => {
  it('keeps any text on one data line', () => {
    expect(encodeEvent({ event: 'token', id: 3, data: { text: 'a\nb\r\n\ndata: x' } })).toBe(
      'id: 3\nevent: token\ndata: {"text":"a\\nb\\r\\n\\ndata: x"}\n\n',
    );
  });

  it('sends comments while nothing happens, and stops when it ends', async () => {
    const response = eventStream(
      async function* () {
        await sleep(60);
        yield { event: 'late', data: 1 };
      },
      { ...options, signal: new AbortController().signal, heartbeatMs: 10 },
    );
    const text = await response.text();
    expect(text.match(/: alive/g)?.length).toBeGreaterThanOrEqual(2);
    expect(parse(text)).toEqual([{ id: undefined, event: 'late', data: 1 }]);
  });

  it('pulls its source only as fast as it is read', async () => {
    let made = 0;
    const response = eventStream(
      async function* () {
        while (made < 10_000) yield { event: 'n', data: ++made };
      },
      { ...options, signal: new AbortController().signal },
    );
    await sleep(20);
    expect(made).toBeLessThan(10);
    expect(parse(await response.text())).toHaveLength(10_000);
  });

  it('ends at once when aborted, though its source never notices', async () => {
    const gone = new AbortController();
    let ended = 0;
    const response = eventStream(
      () => ({
        [Symbol.asyncIterator]: () => ({
          next: () => new Promise<IteratorResult<ServerSentEvent>>(() => {}),
        }),
      }),
      { ...options, signal: gone.signal, onEnd: () => void ended++ },
    );
    setTimeout(() => gone.abort(), 10);
    expect(parse(await response.text())).toEqual([]);
    expect(ended).toBe(1);
  });
});

function askApp(
  ask: AskApp['ask'],
  askBatch: AskApp['askBatch'] = async () => ({ results: [] }) as never,
): TestApp & AskApp {
  const askAsVisitor: AskApp['askAsVisitor'] = async () => {
    throw new Error('nobody visits');
  };
  return { ...testApp(), ask, askAsVisitor, askBatch };
}

const askTable = (app: TestApp & AskApp) => [
  { path: askRoute.path, methods: { POST: createRoute(async () => app, askRoute, answerAsk) } },
];

const ask = (url: string, body: unknown, accept: string, signal?: AbortSignal) =>
  fetch(`${url}/api/ask`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer good',
      'content-type': 'application/json',
      accept,
      'x-request-id': 'r-7',
    },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });

describe('POST /api/ask', () => {
  const app = askApp(
    async (_caller, { query }, { emit }) => {
      emit?.({ event: 'sources', data: { sources: [] } });
      for (const text of query.split(' ')) emit?.({ event: 'token', data: { text } });
      return { answer: query } as never;
    },
    async (_caller, { queries }, { emit }) => {
      for (const done of queries.keys()) {
        emit?.({ event: 'progress', data: { done: done + 1, total: queries.length } });
      }
      return { results: queries } as never;
    },
  );

  it('answers JSON or events by Accept, one question or a batch by body', async () => {
    await using host = await runHost(askTable(app));
    const json = await ask(host.url, { query: 'a b' }, 'application/json');
    expect(await json.json()).toEqual({ answer: 'a b' });
    const one = parse(await (await ask(host.url, { query: 'a b' }, 'text/event-stream')).text());
    expect(one.map(({ event }) => event)).toEqual(['sources', 'token', 'token', 'done']);
    expect(one.at(-1)?.data).toEqual({ answer: 'a b' });
    const batch = await ask(host.url, { queries: [{ query: 'x' }, { query: 'y' }] }, 'text/event-stream');
    expect(batch.headers.get('content-type')).toContain('text/event-stream');
    expect(batch.headers.get('x-accel-buffering')).toBe('no');
    expect(parse(await batch.text()).map(({ event }) => event)).toEqual(['progress', 'progress', 'done']);
  });

  it('refuses bad input with a problem, not with a stream', async () => {
    await using host = await runHost(askTable(app));
    const response = await ask(host.url, { query: '' }, 'text/event-stream');
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it('ends a failing stream with an error event holding the problem, and logs one line', async () => {
    const failing = askApp(async (_caller, _input, { emit }) => {
      emit?.({ event: 'token', data: { text: 'so' } });
      throw new AppError('model_timeout', 'The model took too long.', { internal: 'host 10.0.0.9' });
    });
    await using host = await runHost(askTable(failing));
    const response = await ask(host.url, { query: 'a' }, 'text/event-stream');
    const text = await response.text();
    const heard = parse(text);
    expect(heard.map(({ event }) => event)).toEqual(['token', 'error']);
    expect(heard[1]?.data).toMatchObject({ code: 'model_timeout', request_id: 'r-7' });
    expect(text).not.toContain('10.0.0.9');
    expect(failing.lines).toHaveLength(1);
    expect(failing.lines[0]?.fields).toMatchObject({ code: 'model_timeout', route: '/api/ask' });
  });

  it.each(['application/json', 'text/event-stream'])(
    'cancels the work when the client leaves (%s)',
    async (accept) => {
      const started = Promise.withResolvers<void>();
      const cancelled = Promise.withResolvers<string>();
      const slow = askApp((_caller, _input, { signal, emit }) => {
        emit?.({ event: 'sources', data: { sources: [] } });
        started.resolve();
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            cancelled.resolve('cancelled');
            reject(new AppError('cancelled', 'Cancelled.'));
          }),
        );
      });
      await using host = await runHost(askTable(slow));
      const leaving = new AbortController();
      const response = ask(host.url, { query: 'a' }, accept, leaving.signal).then((r) => r.text());
      await started.promise;
      leaving.abort();
      await expect(response).rejects.toThrow();
      expect(await cancelled.promise).toBe('cancelled');
      await expect.poll(() => slow.lines.length).toBe(1);
      expect(slow.lines[0]?.level).toBe('info');
    },
  );

  it.each([
    ['text/event-stream', true],
    ['application/json, Text/Event-Stream;q=0.5', true],
    ['text/event-stream;q=0', false],
    ['*/*', false],
    ['', false],
  ])('Accept "%s" wants events: %s', (accept, wants) => {
    expect(wantsEventStream(new Headers({ accept }))).toBe(wants);
  });
});

describe('GET /api/trial/events', () => {
  const table = (onAbort: () => void, seen: Array<number | null> = []) => {
    const app = testApp();
    const authenticate = app.authenticate;
    app.authenticate = async (requestId, token) => ({
      ...(await authenticate(requestId, token)),
      scopes: ['trial:read'],
    });
    async function* events(afterId: number | null, signal: AbortSignal) {
      seen.push(afterId);
      for (let id = (afterId ?? 0) + 1; !signal.aborted; id += 1) {
        yield { id, type: 'ingestion', data: { id } };
        await sleep(5);
      }
      onAbort();
    }
    const GET = createRoute(
      async () => app,
      trialEventsRoute,
      async ({ headers, stream }) => {
        const after = lastEventId(headers);
        return stream((signal) => trialEventStream(events(after, signal)), { endless: true });
      },
    );
    return [{ path: trialEventsRoute.path, methods: { GET } }];
  };

  it('resumes after Last-Event-ID, and ends its source when the client leaves', async () => {
    const aborted = Promise.withResolvers<string>();
    const seen: Array<number | null> = [];
    await using host = await runHost(table(() => aborted.resolve('ended'), seen));
    const text = await new Promise<string>((resolve, reject) => {
      const headers = { authorization: 'Bearer good', 'last-event-id': '41' };
      const request = get(`${host.url}/api/trial/events`, { headers }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part) => {
          body += part;
          if (parse(body).length < 3) return;
          resolve(body);
          request.destroy();
        });
      });
      request.on('error', reject);
    });
    expect(
      parse(text)
        .map(({ id }) => id)
        .slice(0, 3),
    ).toEqual(['42', '43', '44']);
    expect(await aborted.promise).toBe('ended');
    expect(seen).toEqual([41]);
  });

  it('refuses a Last-Event-ID that is not one of ours', async () => {
    await using host = await runHost(table(() => {}));
    const response = await fetch(`${host.url}/api/trial/events`, {
      headers: { authorization: 'Bearer good', 'last-event-id': '1; drop' },
    });
    expect(response.status).toBe(400);
    expect((await response.json()).errors[0].path).toBe('Last-Event-ID');
  });
});
