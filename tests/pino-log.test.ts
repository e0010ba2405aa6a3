/** A log line says what failed and where, and nothing of what was being written. */
import { expect, it } from 'vitest';
import { AppError } from '#lib/core/errors.ts';
import { pinoLog } from '#lib/observability/pino-log.ts';

function lineOf(fields: object): Record<string, unknown> {
  const lines: string[] = [];
  pinoLog('info', { write: (line) => lines.push(line) }).error(fields, 'it failed');
  return JSON.parse(lines.join(''));
}

it('leaves out what a database or its driver adds to an error: rows, statements, parameters', () => {
  const failure = Object.assign(new Error('new row violates check constraint "bytes_check"'), {
    code: '23514',
    detail: 'Failing row contains (the secret of a tenant).',
    where: 'COPY sources, line 1: "the secret of a tenant"',
    parameters: ['the secret of a tenant'],
  });
  const line = lineOf({ err: new AppError('internal', 'Sorry.', { cause: failure }) });
  expect(JSON.stringify(line)).not.toContain('secret');
  expect(line).toMatchObject({
    level: 'error',
    msg: 'it failed',
    err: { type: 'AppError', code: 'internal', causes: [{ code: '23514', message: failure.message }] },
  });
  expect((line.err as { stack: string }).stack).toContain('pino-log.test.ts');
});

it('takes anything that may be thrown', () => {
  expect(lineOf({ err: 'a word' }).err).toEqual({ message: 'a word' });
  const endless = new Error('round and round');
  endless.cause = endless;
  expect((lineOf({ err: endless }).err as { causes: unknown[] }).causes).toHaveLength(4);
});
