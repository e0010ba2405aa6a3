import { describe, expect, it } from 'vitest';
import { askBody } from '#lib/contracts/ask.ts';
import type { AppError } from '#lib/core/errors.ts';
import { JSON_BODY_MAX_BYTES } from '#lib/core/limits.ts';
import { readJsonBody } from '#lib/http/request-body.ts';
import { parseInput } from '#lib/http/validate.ts';

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/api/x', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    duplex: 'half',
  } as RequestInit);
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: AppError) => error.code,
  );

describe('readJsonBody', () => {
  it('reads JSON up to exactly the limit and refuses one byte more', async () => {
    const text = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
    expect(await readJsonBody(post(text(JSON_BODY_MAX_BYTES)))).toHaveLength(JSON_BODY_MAX_BYTES - 2);
    expect(await codeOf(readJsonBody(post(text(JSON_BODY_MAX_BYTES + 1))))).toBe('body_too_large');
  });

  it('stops pulling an endless body at the limit', async () => {
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 8192;
        controller.enqueue(new Uint8Array(8192).fill(0x20));
      },
      cancel() {
        cancelled = true;
      },
    });
    expect(await codeOf(readJsonBody(post(endless)))).toBe('body_too_large');
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(JSON_BODY_MAX_BYTES + 5 * 8192);
  });

  it('refuses by Content-Length before reading, and does not believe a small one', async () => {
    const lie = post('x'.repeat(JSON_BODY_MAX_BYTES + 10), { 'content-length': '5' });
    expect(await codeOf(readJsonBody(lie))).toBe('body_too_large');
    const honest = post('{}', { 'content-length': String(JSON_BODY_MAX_BYTES + 1) });
    expect(await codeOf(readJsonBody(honest))).toBe('body_too_large');
  });

  it.each([
    ['text/plain', 'unsupported_media_type'],
    ['', 'unsupported_media_type'],
    ['application/json; charset=latin1', 'unsupported_media_type'],
    ['application/json; charset=utf-8', 'accepted'],
    ['application/JSON;charset="UTF-8"', 'accepted'],
    ['application/vnd.frontdesk+json', 'accepted'],
  ])('content type "%s" is %s', async (type, outcome) => {
    expect(await codeOf(readJsonBody(post('{}', { 'content-type': type })))).toBe(outcome);
  });

  it('refuses compressed bodies', async () => {
    expect(await codeOf(readJsonBody(post('{}', { 'content-encoding': 'gzip' })))).toBe(
      'unsupported_media_type',
    );
  });

  it.each(['', '{', '{"a":1}}', 'undefined', '['.repeat(60_000), '\u{feff}\u{feff}{}'])(
    'refuses %j…',
    async (text) => {
      expect(await codeOf(readJsonBody(post(text)))).toBe('invalid_json');
    },
  );

  it('refuses invalid UTF-8 and never quotes the body', async () => {
    expect(await codeOf(readJsonBody(post(new Uint8Array([0x22, 0xff, 0x22]))))).toBe('invalid_json');
    const error = await readJsonBody(post('{"password": hunter2}')).catch((thrown: AppError) => thrown);
    expect(JSON.stringify(error) + String(error) + (error as AppError).publicMessage).not.toContain(
      'hunter2',
    );
  });

  it('tells the branch of a union that came nearest', () => {
    const fields = (value: unknown) => {
      try {
        parseInput(askBody, value, 'body');
        return 'accepted';
      } catch (error) {
        return (error as AppError).fields?.map((field) => field.path);
      }
    };
    expect(fields({ query: ' ' })).toEqual(['query']);
    expect(fields({ queries: [] })).toEqual(['queries']);
    expect(fields({ queries: [{ query: 'a' }, { query: '' }] })).toEqual(['queries.1.query']);
    expect(fields({ query: 'a', top_k: 21 })).toEqual(['top_k']);
    expect(fields({})).toEqual(['query']);
    expect(fields({ query: 'How?' })).toBe('accepted');
  });
});
