/** What PostgreSQL 15, pgBouncer 1.18 and node-postgres 8 say when something is wrong, in words for a caller. */
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { AppError } from '#lib/core/errors.ts';
import { explainFailure } from '#lib/db/explain-failure.ts';

function fromServer(code: string, message: string, severity = 'FATAL'): Error {
  return Object.assign(new pg.DatabaseError(message, message.length, 'error'), { code, severity });
}
const fromNode = (code: string, message: string) => Object.assign(new Error(message), { code });
const codeOf = (error: unknown) => (explainFailure(error) as AppError).code;

describe('a failure of the database', () => {
  it.each([
    ['the pooler has no server connection free', fromServer('08P01', 'query_wait_timeout')],
    [
      'the pooler has no room for a client',
      fromServer('08P01', 'no more connections allowed (max_client_conn)'),
    ],
    ['the server has no room for a connection', fromServer('53300', 'sorry, too many clients already')],
    ['the pool of this process is used up', new Error('timeout exceeded when trying to connect')],
    [
      'a statement took too long',
      fromServer('57014', 'canceling statement due to statement timeout', 'ERROR'),
    ],
    ['a lock was not to be had', fromServer('55P03', 'canceling statement due to lock timeout', 'ERROR')],
    ['a deadlock was broken', fromServer('40P01', 'deadlock detected', 'ERROR')],
  ])('is “busy” when %s', (_, error) => {
    expect(codeOf(error)).toBe('database_busy');
    expect((explainFailure(error) as AppError).retryAfterSeconds).toBe(2);
  });

  it.each([
    ['the server crashed behind the pooler', fromServer('08P01', 'server conn crashed?')],
    [
      'the server is down behind the pooler',
      fromServer('08P01', 'server login has been failing, try again later (server_login_retry)'),
    ],
    [
      'an operator ended the connection',
      fromServer('57P01', 'terminating connection due to administrator command'),
    ],
    ['another process of the server crashed', fromServer('57P02', 'terminating connection because of crash')],
    ['the server is starting', fromServer('57P03', 'the database system is starting up')],
    [
      'a transaction stood still',
      fromServer('25P03', 'terminating connection due to idle-in-transaction timeout'),
    ],
    ['nothing listens', fromNode('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:6543')],
    ['the network cut it', fromNode('ECONNRESET', 'read ECONNRESET')],
    ['the connection ended', new Error('Connection terminated unexpectedly')],
    [
      'the connection ended before',
      new Error('Client has encountered a connection error and is not queryable'),
    ],
    ['the server fell silent', new Error('Query read timeout')],
  ])('is “unavailable” when %s', (_, error) => {
    expect(codeOf(error)).toBe('database_unavailable');
    expect((explainFailure(error) as AppError).retryAfterSeconds).toBe(5);
  });

  it.each([
    ['a row that exists', fromServer('23505', 'duplicate key value violates unique constraint', 'ERROR')],
    ['a right that is missing', fromServer('42501', 'permission denied for table sources', 'ERROR')],
    ['a bug of ours', new TypeError('x is not a function')],
    ['nothing at all', undefined],
  ])('stays as it is when it is %s', (_, error) => {
    expect(explainFailure(error)).toBe(error);
  });
});
