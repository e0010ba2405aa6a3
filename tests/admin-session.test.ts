/** PROMISES 3: the secrets that sign sessions, and the cookie that carries one. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '#env.ts';
import { AppError } from '#lib/core/errors.ts';
import {
  type AdminAuthenticator,
  adminCaller,
  loginRequest,
  sessionCookie,
} from '#lib/middleware/admin-middleware.ts';
import { adminSecrets } from '#runtime/admin-secrets.ts';
import { ADMIN } from './fixtures/http-host.ts';

describe('the secrets', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'frontdesk-secrets-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('of embedded mode are made once, for the owner of the directory alone, and kept', () => {
    const config = readConfig({ FRONTDESK_DATA_DIR: join(folder, 'data') });
    const made = adminSecrets(config);
    expect([made.jwtSecrets.length, made.peppers.length]).toEqual([1, 1]);
    expect(Buffer.from(made.jwtSecrets[0], 'base64')).toHaveLength(32);
    expect(made.jwtSecrets[0]).not.toBe(made.peppers[0]);
    expect(adminSecrets(config)).toEqual(made);
    expect(statSync(join(folder, 'data', 'admin-secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('that were damaged are not made anew: every password would be void', () => {
    const file = join(folder, 'data', 'admin-secrets.json');
    const config = readConfig({ FRONTDESK_DATA_DIR: join(folder, 'data') });
    for (const text of ['', '{', '{"jwt_secrets": ["short"], "password_peppers": ["short"]}']) {
      writeFileSync(file, text);
      expect(() => adminSecrets(config)).toThrow(ConfigError);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
  });

  it('must be given to servers of production mode', () => {
    const production = {
      DATABASE_URL: 'postgres://app@pooler.example/db',
      REDIS_URL: 'redis://cache.example',
    };
    expect(() => adminSecrets(readConfig(production))).toThrow(
      /ADMIN_JWT_SECRETS[\s\S]+ADMIN_PASSWORD_PEPPERS/,
    );
  });
});

describe('the cookie', () => {
  const at = (publicUrl: string, host: string) => {
    const issued = { token: 't', expiresAt: new Date(60_000) };
    const set = sessionCookie({ config: { publicUrl } }, new Headers({ host }), issued, new Date(0));
    return set['Set-Cookie'];
  };

  it('is bound to the host over https, and secure wherever browsers can be', () => {
    const attributes = 'Path=/; Max-Age=60; HttpOnly; SameSite=Strict';
    expect(at('https://desk.example', 'desk.example')).toBe(
      `__Host-frontdesk_admin=t; ${attributes}; Secure`,
    );
    for (const host of ['localhost:3000', '127.0.0.1', '[::1]:80'])
      expect(at('http://localhost:3000', host)).toBe(`frontdesk_admin=t; ${attributes}`);
    for (const host of ['192.168.1.9:3000', 'localhost.evil.example', 'desk.example'])
      expect(at('http://localhost:3000', host)).toBe(`frontdesk_admin=t; ${attributes}; Secure`);
  });

  const app: AdminAuthenticator = {
    config: { publicUrl: 'https://desk.example' },
    async authenticateAdmin(request, { token }) {
      if (token !== 'good') throw new AppError('unauthenticated', 'No.');
      return { ...ADMIN, ...request };
    },
  };
  const ask = (method: string, headers: Record<string, string>) =>
    adminCaller(app, new Request('http://desk.example/api/admin/x', { method, headers }), {
      requestId: 'r',
      address: 'a',
      role: 'viewer',
    }).then(
      () => 'let in',
      (error: AppError) => error.code,
    );
  const cookie = '__Host-frontdesk_admin=good';
  const console = { cookie, 'x-requested-by': 'frontdesk-console' };

  it.each([
    ['GET', { cookie }, 'let in'],
    ['GET', { cookie, 'sec-fetch-site': 'none' }, 'let in'],
    ['GET', { cookie, 'sec-fetch-site': 'same-origin' }, 'let in'],
    ['GET', { cookie, 'sec-fetch-site': 'same-site' }, 'forbidden'],
    ['GET', { cookie, 'sec-fetch-site': 'cross-site' }, 'forbidden'],
    ['POST', { cookie }, 'forbidden'],
    ['POST', console, 'let in'],
    ['POST', { ...console, origin: 'https://desk.example', 'sec-fetch-site': 'same-origin' }, 'let in'],
    ['POST', { ...console, origin: 'http://inner.example', host: 'inner.example' }, 'let in'],
    ['POST', { ...console, origin: 'https://a.desk.example' }, 'forbidden'],
    ['POST', { ...console, origin: 'null' }, 'forbidden'],
    ['POST', { ...console, 'sec-fetch-site': 'none' }, 'forbidden'],
    ['DELETE', { ...console, 'x-requested-by': 'someone' }, 'forbidden'],
    ['GET', { cookie: 'frontdesk_admin=good' }, 'unauthenticated'],
    ['GET', { cookie: `${cookie}; ${cookie}` }, 'unauthenticated'],
    ['GET', { cookie, authorization: 'Bearer bad' }, 'unauthenticated'],
    ['POST', { authorization: 'Bearer good' }, 'let in'],
    ['POST', { authorization: 'Bearer good', 'sec-fetch-site': 'cross-site' }, 'let in'],
  ])('%s with %j: %s', async (method, headers, outcome) => {
    expect(await ask(method, headers)).toBe(outcome);
  });

  it('is not begun by a page of another origin', () => {
    const request = { requestId: 'r', address: 'a' };
    const begin = (headers: Record<string, string>) => loginRequest(app, new Headers(headers), request).kind;
    expect([begin({}), begin({ 'x-requested-by': 'frontdesk-console' })]).toEqual(['api', 'console']);
    expect(() => begin({ origin: 'https://evil.example' })).toThrow(AppError);
    expect(() => begin({ 'sec-fetch-site': 'cross-site' })).toThrow(AppError);
  });
});
