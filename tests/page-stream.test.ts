/** How the page reads event streams: split anywhere, resumed where they broke, stopped when told. */
import { describe, expect, test } from 'vitest';
import { type Api, ProblemError, problemFrom, type RequestOptions } from '#ui/api-client.ts';
import { explainProblem } from '#ui/explain-problem.ts';
import { followTrial } from '#ui/kb/follow-trial.ts';
import { readEventStream } from '#ui/read-event-stream.ts';

function streamed(text: string, size = text.length): Response {
  const bytes = new TextEncoder().encode(text);
  return new Response(
    new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    }),
  );
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('readEventStream', () => {
  const text =
    ': beat\n\nid: 7\nevent: token\ndata: {"text":"grün"}\n\nevent: done\r\ndata: {"a":\r\ndata: 1}\r\n\r\n';
  const expected = [
    { event: 'token', id: '7', data: { text: 'grün' } },
    { event: 'done', id: undefined, data: { a: 1 } },
  ];

  test.each([1, 2, 3, 7, 1_000])('yields the same events in pieces of %i bytes', async (size) => {
    expect(await collected(readEventStream(streamed(text, size)))).toEqual(expected);
  });

  test('skips what is not JSON and what was not finished', async () => {
    const events = readEventStream(streamed('data: oops\n\ndata: 1\n\ndata: 2'));
    expect(await collected(events)).toEqual([{ event: 'message', id: undefined, data: 1 }]);
  });

  test('stopping early cancels the body', async () => {
    let cancelled = false;
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const _ of readEventStream(new Response(body))) break;
    await expect.poll(() => cancelled).toBe(true);
  });
});

describe('followTrial', () => {
  Object.assign(globalThis, { addEventListener: () => {}, removeEventListener: () => {} });
  const event = (id: number) => `id: ${id}\nevent: ingestion\ndata: {"source_id":"s${id}"}\n\n`;

  function apiOf(answers: (() => Response)[]): { api: Api; asked: (string | undefined)[] } {
    const asked: (string | undefined)[] = [];
    const open = async (_path: string, { headers }: RequestOptions = {}) => {
      asked.push(headers?.['last-event-id']);
      const answer = answers.shift();
      if (answer === undefined) throw new ProblemError('offline', 'No answer left.');
      return answer();
    };
    return { api: { token: 't', open, request: async () => undefined as never }, asked };
  }

  test('comes back with the last id it saw, through a failure in between', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const connected: boolean[] = [];
    const { api, asked } = apiOf([
      () => streamed(event(4) + event(5)),
      () => {
        throw new ProblemError('offline', 'Gone.');
      },
      () => streamed(event(6)),
    ]);
    await followTrial({
      api,
      signal: stop.signal,
      onConnected: (open) => void connected.push(open),
      onIngestion: ({ source_id }) => {
        seen.push(source_id);
        if (source_id === 's6') stop.abort();
      },
    });
    expect(seen).toEqual(['s4', 's5', 's6']);
    expect(asked).toEqual([undefined, '5', '5']);
    expect(connected.slice(0, 4)).toEqual([true, false, false, true]);
  });

  test('gives up when the token is not accepted', async () => {
    const { api, asked } = apiOf([
      () => {
        throw new ProblemError('unauthenticated', 'No.');
      },
    ]);
    await followTrial({
      api,
      signal: new AbortController().signal,
      onConnected: () => {},
      onIngestion: () => {},
    });
    expect(asked).toHaveLength(1);
  });
});

describe('problems in words', () => {
  const document = (code: string) =>
    JSON.stringify({ code, detail: 'A sentence.', errors: [{ path: 'a', message: 'b' }] });

  test('a problem document keeps its sentence, fields and Retry-After', () => {
    const problem = problemFrom(429, document('rate_limited'), '7');
    expect(problem).toMatchObject({
      code: 'rate_limited',
      message: 'A sentence.',
      retryAfterSeconds: 7,
      status: 429,
    });
    expect(problem.fields).toEqual([{ path: 'a', message: 'b' }]);
    expect(explainProblem(problem)).toEqual({
      title: 'Too many requests',
      message: 'Try again in 7 s.',
      retry: true,
    });
  });

  test('a body of another kind gets a fixed sentence', () => {
    expect(problemFrom(502, '<html>Bad gateway</html>', null)).toMatchObject({
      code: 'internal',
      status: 502,
    });
  });

  test('what cannot be mended is not offered again', () => {
    for (const code of ['quota_exceeded', 'trial_expired', 'unauthenticated'])
      expect(explainProblem(problemFrom(402, document(code), null)).retry).toBe(false);
  });
});
