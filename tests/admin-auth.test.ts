/** PROMISES 3: only tokens that we made, for now, for administrators; and no admin route that is not behind them. */

import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasRole } from '#lib/auth/admin-auth.ts';
import { jwtAdminTokens } from '#lib/auth/jwt-admin-tokens.ts';
import { ROUTES } from '#lib/contracts/routes.ts';
import { ADMIN_ROLES } from '#lib/core/caller.ts';
import { isAdminRoute } from '#runtime/endpoint.ts';
import { loadRouteTable } from '#server/route-table.ts';
import { attackTokens } from './fixtures/attack-tokens.ts';

const SECRET = 'a-secret-of-the-tests-8f3Kq0Zv7LmW';
const OLD = 'an-older-secret-of-the-tests-Yt5Rb';
const now = new Date('2026-01-02T03:04:05.678Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const ids = { adminId: randomUUID(), sessionId: randomUUID() };
const tokens = jwtAdminTokens([SECRET]);
const { token, expiresAt } = tokens.issue(ids, now, later(600));

describe('a token', () => {
  it('says who and which session, for an hour at most', () => {
    expect(tokens.verify(token, now)).toEqual({ ...ids, issuedAt: new Date('2026-01-02T03:04:05.000Z') });
    expect(expiresAt.toISOString()).toBe('2026-01-02T04:04:05.000Z');
    expect(tokens.verify(token, later(59))).not.toBeNull();
    expect(tokens.verify(token, later(60))).toBeNull();
    expect(tokens.issue(ids, now, later(5)).expiresAt.toISOString()).toBe('2026-01-02T03:09:05.000Z');
  });

  it('is never the same twice', () => {
    expect(tokens.issue(ids, now, later(60)).token).not.toBe(token);
  });

  it('stays good while keys change: the new one signs, both verify, and the old one goes', () => {
    const before = jwtAdminTokens([OLD]).issue(ids, now, later(60)).token;
    const during = jwtAdminTokens([SECRET, OLD]);
    expect(during.verify(before, now)).toMatchObject(ids);
    const fresh = during.issue(ids, now, later(60)).token;
    expect(tokens.verify(fresh, now)).toMatchObject(ids);
    expect(tokens.verify(before, now)).toBeNull();
  });
});

/** Whose session is not there is only known by its row: tests/integration/admin-access.test.ts. */
const SIGNED_BY_US = new Set(['sub of nobody', 'sid of nobody']);
const attacks = attackTokens({ token, secret: SECRET, now });

describe('a forged token', () => {
  it('comes in at least sixty kinds', () => {
    expect(new Set(attacks.map(([name]) => name)).size).toBe(attacks.length);
    expect(attacks.length).toBeGreaterThanOrEqual(60);
  });

  it.each(attacks.filter(([name]) => !SIGNED_BY_US.has(name)))('%s is none', (_, forged) => {
    expect(tokens.verify(forged, now)).toBeNull();
  });
});

describe('the roles', () => {
  it('hold each what those before them hold', () => {
    const holds = ADMIN_ROLES.map((role) => ADMIN_ROLES.map((needed) => hasRole({ role }, needed)));
    expect(holds).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });
});

describe('the admin routes', () => {
  const OPEN = ['POST /api/admin/login', 'POST /api/admin/setup'];

  it('are declared by adminRoute, each of them, but for those that log somebody in', async () => {
    const table = (await loadRouteTable('src/app')).filter(({ path }) => path.startsWith('/api/admin'));
    const other = table.flatMap(({ path, methods }) =>
      Object.entries(methods).flatMap(([method, route]) =>
        isAdminRoute(route) ? [] : [`${method} ${path}`],
      ),
    );
    expect(other.sort()).toEqual(OPEN);
    expect(table.length).toBeGreaterThan(8);
  });

  it('have a contract that names a role, and no other path has one', () => {
    for (const { method, path, auth, role } of ROUTES) {
      const admin = path.startsWith('/api/admin') && !OPEN.includes(`${method} ${path}`);
      expect([auth === 'admin', role !== undefined], `${method} ${path}`).toEqual([admin, admin]);
    }
  });

  it('import nothing that could answer around adminRoute', () => {
    const folder = 'src/app/api/admin';
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('route.ts'),
    );
    const exported = files.flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/^export (?:const (\w+) = (\w+)|.*)/gm)].map(
        (match) => match[2],
      ),
    );
    expect(new Set(exported.filter((name) => name !== undefined))).toEqual(
      new Set(['adminRoute', 'endpoint']),
    );
  });
});
