/** PROMISES 3: every role and every attack at every admin route, in matrices made from the routes themselves. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '#lib/contracts/routes.ts';
import { ADMIN_ROLES, type AdminRole } from '#lib/core/caller.ts';
import { adminSecrets } from '#runtime/admin-secrets.ts';
import { type AdminClient, adminClient, firstOwner, invited, logIn, send } from '../fixtures/admin-client.ts';
import { attackTokens } from '../fixtures/attack-tokens.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant } from '../fixtures/tenant-client.ts';
import { allowWidget, visit } from '../fixtures/visitor-client.ts';

let product: Product;
let admins: Record<AdminRole, AdminClient>;
const REQUEST_ID = 'the-same-for-all';

beforeAll(async () => {
  product = await openProduct();
  const owner = await firstOwner(product);
  admins = {
    owner,
    operator: await invited(product.url, owner, 'operator'),
    viewer: await invited(product.url, owner, 'viewer'),
  };
});
afterAll(() => product.close());

const ADMIN_ROUTES = ROUTES.filter(({ auth }) => auth === 'admin');
const named = ADMIN_ROUTES.map((route) => ({ name: `${route.method} ${route.path}`, route }));
/** Ids that nobody has, and a body that no route takes: whoever is let in is told so, and changes nothing. */
const pathOf = (path: string) => path.replaceAll(/\{\w+\}/g, () => randomUUID());
const bodyOf = (method: string) => (method === 'GET' ? undefined : { no: 'route takes this' });

async function refused(response: Response): Promise<[number, string]> {
  const { status, code } = (await response.json()) as { status: number; code: string };
  expect(response.status).toBe(status);
  return [status, code];
}

describe('a role', () => {
  it.each(named)('at $name: enough is let in, too low is 403', async ({ route }) => {
    for (const role of ADMIN_ROLES) {
      // Logging out would end the session that the rows below need.
      const client = route.operationId === 'adminLogout' ? await freshSession(role) : admins[role];
      const response = await client.call(route.method, pathOf(route.path), bodyOf(route.method));
      const enough = ADMIN_ROLES.indexOf(role) >= ADMIN_ROLES.indexOf(route.role!);
      if (enough) expect([200, 204, 400, 404], role).toContain(response.status);
      else expect(await refused(response), role).toEqual([403, 'forbidden']);
    }
  });
});

async function freshSession(role: AdminRole): Promise<AdminClient> {
  const { email, password } = admins[role];
  return adminClient(product.url, await (await logIn(product.url, email, password)).json(), password);
}

describe('without a token', () => {
  it('no admin route is reached, whatever else is sent', async () => {
    const reached: string[] = [];
    for (const { name, route } of named) {
      for (const headers of [
        {},
        { cookie: 'frontdesk_admin=' },
        { 'x-requested-by': 'frontdesk-console' },
        { authorization: 'Basic b3duZXI6cGFzcw==' },
      ]) {
        const response = await send(product.url, route.method, pathOf(route.path), bodyOf(route.method), {
          ...headers,
        });
        const [status, code] = await refused(response);
        if (status !== 403 || code !== 'unauthenticated') reached.push(`${name}: ${status} ${code}`);
      }
    }
    expect(reached).toEqual([]);
  });

  it('nothing tells what is there: unknown paths, ids and methods are the same 403', async () => {
    const asked: [string, string][] = [
      ...['/api/admin', '/api/admin/', '/api/admin/x', '/api/admin/users/x/y/z', '/api/admin/users/'].map(
        (path): [string, string] => ['GET', path],
      ),
      ['PATCH', `/api/admin/users/${admins.viewer.adminId}`],
      ['PATCH', `/api/admin/users/${randomUUID()}`],
      ['PATCH', '/api/admin/users/not-an-id'],
      ...['PUT', 'DELETE', 'OPTIONS', 'PROPFIND'].map((method): [string, string] => [
        method,
        '/api/admin/users',
      ]),
      ['GET', '/api/admin/login'],
      ['OPTIONS', '/api/admin/nothing'],
      ['GET', '/api/%61dmin/users'],
    ];
    const answers = await Promise.all(
      asked.map(async ([method, path]) => {
        const response = await send(product.url, method, path, undefined, { 'x-request-id': REQUEST_ID });
        const { date: _, ...headers } = Object.fromEntries(response.headers);
        return JSON.stringify([response.status, headers.allow, await response.text()]);
      }),
    );
    expect([...new Set(answers)]).toHaveLength(1);
    expect(answers[0]).toMatch(/^\[403,null,/);
  });

  it('with one that works, what is not there is 404, and a wrong method 405', async () => {
    const { viewer } = admins;
    expect(await refused(await viewer.call('GET', '/api/admin/x'))).toEqual([404, 'not_found']);
    const wrong = await viewer.call('DELETE', '/api/admin/users');
    expect([wrong.headers.get('allow'), await refused(wrong)]).toEqual([
      'GET, POST, HEAD, OPTIONS',
      [405, 'method_not_allowed'],
    ]);
  });
});

describe('an attack token', () => {
  it('is refused at every admin route, never with a 500', async () => {
    const tenant = await startTenant(product.url, 'Mallory');
    const { key } = await (
      await tenant.call('POST', '/api/trial/keys', { name: 'k', scopes: ['ask'] })
    ).json();
    const page = 'https://mallory.example';
    const visitor = await visit(product.url, page, { widget_key: await allowWidget(tenant, page) });
    const revoked = await freshSession('owner');
    await revoked.call('POST', '/api/admin/logout');
    const { jwtSecrets } = adminSecrets(product.app.config);
    const attacks = [
      ...attackTokens({ token: admins.owner.token, secret: jwtSecrets[0], now: new Date() }),
      ['a trial token', tenant.token],
      ['an API key', key as string],
      ['a visitor’s token', visitor.session_token],
      ['a revoked token', revoked.token],
      ['the header twice', `${admins.owner.token}, Bearer ${admins.owner.token}`],
    ] as [string, string][];
    expect(attacks.length).toBeGreaterThanOrEqual(60);
    const passed: string[] = [];
    for (const { name, route } of named) {
      await Promise.all(
        attacks.map(async ([attack, token]) => {
          const authorization = `Bearer ${token}`;
          const response = await send(product.url, route.method, pathOf(route.path), bodyOf(route.method), {
            authorization,
          });
          const [status, code] = await refused(response);
          if (status !== 403 || code !== 'unauthenticated')
            passed.push(`${attack} at ${name}: ${status} ${code}`);
        }),
      );
    }
    expect(passed).toEqual([]);
    expect((await admins.owner.call('GET', '/api/admin/me')).status).toBe(200);
  });

  it('is refused as a cookie as well, and one of two cookies, and beside a wrong bearer', async () => {
    const console = { 'x-requested-by': 'frontdesk-console' };
    const login = await logIn(product.url, admins.viewer.email, admins.viewer.password, console);
    const cookie = login.headers.get('set-cookie')!.split(';')[0]!;
    const { jwtSecrets } = adminSecrets(product.app.config);
    const token = cookie.split('=')[1]!;
    const ask = async (headers: Record<string, string>) =>
      (await send(product.url, 'GET', '/api/admin/me', undefined, headers)).status;
    expect(await ask({ cookie })).toBe(200);
    for (const [name, forged] of attackTokens({ token, secret: jwtSecrets[0], now: new Date() })) {
      if (/[^\x21-\x7e]/.test(forged)) continue;
      expect(await ask({ cookie: `frontdesk_admin=${forged}` }), name).toBe(403);
    }
    expect(await ask({ cookie: `frontdesk_admin=x; ${cookie}` })).toBe(403);
    expect(await ask({ cookie, authorization: 'Bearer x' })).toBe(403);
  });

  it('of an administrator opens nothing of a tenant', async () => {
    for (const { method, path } of ROUTES.filter(({ auth }) => auth !== 'anonymous' && auth !== 'admin')) {
      const authorization = `Bearer ${admins.owner.token}`;
      const response = await send(product.url, method, pathOf(path), bodyOf(method), { authorization });
      expect(response.status, `${method} ${path}`).toBe(401);
    }
  });
});
