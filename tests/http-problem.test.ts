import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { problem } from '#lib/contracts/common.ts';
import { ROUTES } from '#lib/contracts/routes.ts';
import { AppError, ERROR_CODES, INTERNAL_MESSAGE } from '#lib/core/errors.ts';
import { errorReference } from '#lib/http/error-reference.ts';
import { openApiDocument } from '#lib/http/openapi.ts';
import { HTTP_STATUS, problemResponse } from '#lib/http/problem.ts';

describe('problem documents', () => {
  it.each(ERROR_CODES)('%s is a problem document with its own type and an error status', async (code) => {
    const response = problemResponse(new AppError(code, 'A sentence.'), 'r-1');
    expect(response.status).toBe(HTTP_STATUS[code].status);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('x-request-id')).toBe('r-1');
    const document = problem.parse(await response.json());
    expect(document).toMatchObject({
      type: `urn:frontdesk:error:${code}`,
      status: response.status,
      code,
      request_id: 'r-1',
    });
  });

  it('says one fixed sentence about unknown failures, and nothing of their cause', async () => {
    const response = problemResponse(new Error('password=hunter2 at db.internal'), 'r-1');
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text).detail).toBe(INTERNAL_MESSAGE);
    expect(text).not.toContain('hunter2');
  });

  it('keeps the internal sentence of a known failure out of the answer', async () => {
    const error = new AppError('conflict', 'Public.', {
      internal: 'row 7 of tenants',
      cause: new Error('x9'),
    });
    const text = await problemResponse(error, 'r').text();
    expect(text).toContain('Public.');
    expect(text).not.toMatch(/row 7|x9/);
  });

  it('sends Retry-After in whole seconds, always on 503', () => {
    const retryAfter = (error: AppError) => problemResponse(error, 'r').headers.get('retry-after');
    expect(retryAfter(new AppError('rate_limited', 'Slow down.', { retryAfterSeconds: 2.2 }))).toBe('3');
    expect(retryAfter(new AppError('database_unavailable', 'Down.'))).toBe('5');
    expect(retryAfter(new AppError('not_found', 'Gone.'))).toBeNull();
  });

  it('knows an error of another copy of the module', () => {
    const foreign = Object.assign(new Error('x'), {
      [Symbol.for('frontdesk.AppError')]: true,
      code: 'forbidden',
      publicMessage: 'No.',
    });
    expect(problemResponse(foreign, 'r').status).toBe(403);
  });
});

describe('generated pages', () => {
  it('docs/errors.md is what the table says (npm run docs)', async () => {
    expect(await readFile('docs/errors.md', 'utf8')).toBe(errorReference());
  });

  it('docs/api/openapi.json is what the contracts say (npm run docs)', async () => {
    expect(JSON.parse(await readFile('docs/api/openapi.json', 'utf8'))).toEqual(openApiDocument(ROUTES));
  });
});
