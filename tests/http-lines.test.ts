/** A stream of lines is whole or says that it is not, is made only as it is read, and stops when nobody reads. */
import { expect, it } from 'vitest';
import { lineStream } from '#lib/http/line-stream.ts';

interface Watched {
  made: number;
  ended: boolean;
}

async function* numbers(upTo: number, watched: Watched, failure?: Error) {
  try {
    for (let n = 1; n <= upTo; n++) {
      watched.made = n;
      yield { n };
    }
    if (failure) throw failure;
  } finally {
    watched.ended = true;
  }
}

const watched = (): Watched => ({ made: 0, ended: false });
const options = {
  signal: new AbortController().signal,
  requestId: 'a request',
  filename: 'lines.ndjson',
  failed: (error: unknown) => ({ error: (error as Error).message }),
};

it('sends each object as a line', async () => {
  const response = await lineStream(() => numbers(3, watched()), options);
  expect(await response.text()).toBe('{"n":1}\n{"n":2}\n{"n":3}\n');
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  expect(response.headers.get('content-disposition')).toContain('lines.ndjson');
});

it('ends with the reason when the source fails half-way', async () => {
  const response = await lineStream(() => numbers(2, watched(), new Error('gone')), options);
  expect(await response.text()).toBe('{"n":1}\n{"n":2}\n{"error":"gone"}\n');
});

it('is no answer at all when the source refuses from the start', async () => {
  await expect(lineStream(() => numbers(0, watched(), new Error('refused')), options)).rejects.toThrow(
    'refused',
  );
});

it('makes no more than is read, and ends the source when the reader leaves', async () => {
  const source = watched();
  let signal: AbortSignal | undefined;
  const response = await lineStream((reading) => {
    signal = reading;
    return numbers(1_000_000, source);
  }, options);
  const reader = response.body!.getReader();
  await reader.read();
  await reader.read();
  expect(source.made).toBeLessThan(10);
  await reader.cancel();
  expect([source.ended, signal?.aborted]).toEqual([true, true]);
});
