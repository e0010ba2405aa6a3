/** PROMISES 3 and 4 over HTTP: who is an administrator, from when on and until when, and what is written down of it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdminUser, AuditEntry, LoginResult } from '#lib/contracts/admin.ts';
import {
  type AdminClient,
  adminClient,
  firstOwner,
  invited,
  logIn,
  PASSWORD,
  send,
} from '../fixtures/admin-client.ts';
import { openProduct, type Product } from '../fixtures/product.ts';

let product: Product;
let owner: AdminClient;
const NEXT_PASSWORD = 'seven lanterns float past Zagreb';
const CONSOLE = { 'x-requested-by': 'frontdesk-console' };

beforeAll(async () => {
  product = await openProduct();
  owner = await firstOwner(product);
});
afterAll(() => product.close());

const statusAndCode = async (response: Response) => [response.status, (await response.json()).code];
const me = (client: AdminClient) => client.call('GET', '/api/admin/me');
const lastAudit = async (action: string) =>
  (await owner.get<{ entries: AuditEntry[] }>(`/api/admin/audit?limit=1&action=${action}`)).entries[0];

async function again(client: AdminClient, password = client.password): Promise<AdminClient> {
  const response = await logIn(product.url, client.email, password);
  expect(response.status).toBe(200);
  return adminClient(product.url, (await response.json()) as LoginResult, password);
}

describe('the first owner', () => {
  it('is made by the link once, and there is no second link', async () => {
    expect(await owner.get('/api/admin/me')).toMatchObject({ email: owner.email, role: 'owner' });
    expect(await product.app.firstOwnerLink()).toBeNull();
    const body = { secret: `fds_${'x'.repeat(43)}`, email: 'second@frontdesk.example', password: PASSWORD };
    expect(await statusAndCode(await send(product.url, 'POST', '/api/admin/setup', body))).toEqual([
      403,
      'unauthenticated',
    ]);
  });
});

describe('a session', () => {
  it('ends with the log-out: the next request is refused', async () => {
    const client = await again(owner);
    expect((await client.call('POST', '/api/admin/logout')).status).toBe(204);
    expect(await statusAndCode(await me(client))).toEqual([403, 'unauthenticated']);
    expect((await me(owner)).status).toBe(200);
  });

  it('is a cookie that scripts cannot read and other sites cannot send, for the console', async () => {
    const response = await logIn(product.url, owner.email, owner.password, CONSOLE);
    const set = response.headers.get('set-cookie') ?? '';
    expect(set).toMatch(
      /^frontdesk_admin=[\w.-]+; Path=\/; Max-Age=3(600|5\d\d); HttpOnly; SameSite=Strict$/,
    );
    const cookie = set.split(';')[0]!;
    const read = await send(product.url, 'GET', '/api/admin/me', undefined, { cookie });
    expect(read.status).toBe(200);
    expect(read.headers.get('set-cookie')).toContain('frontdesk_admin=');
    const out = await send(product.url, 'POST', '/api/admin/logout', undefined, { cookie, ...CONSOLE });
    expect([out.status, out.headers.get('set-cookie')?.split(';')[0]]).toEqual([204, 'frontdesk_admin=']);
    const after = await send(product.url, 'GET', '/api/admin/me', undefined, { cookie });
    expect(await statusAndCode(after)).toEqual([403, 'unauthenticated']);
  });

  it('of a script is no cookie, and gets none', async () => {
    const response = await logIn(product.url, owner.email, owner.password);
    expect(response.headers.get('set-cookie')).toBeNull();
    const { token } = (await response.json()) as LoginResult;
    const cookie = `frontdesk_admin=${token}`;
    expect((await send(product.url, 'GET', '/api/admin/me', undefined, { cookie })).status).toBe(403);
  });

  it.each([
    ['without the console’s header', {}],
    ['from another site', { ...CONSOLE, 'sec-fetch-site': 'cross-site' }],
    ['from another host of the same site', { ...CONSOLE, 'sec-fetch-site': 'same-site' }],
    ['from another origin', { ...CONSOLE, origin: 'https://evil.example' }],
    ['from a page without an origin', { ...CONSOLE, origin: 'null' }],
  ])('of a cookie changes nothing %s', async (_, headers) => {
    const response = await logIn(product.url, owner.email, owner.password, CONSOLE);
    const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
    const refused = await send(product.url, 'POST', '/api/admin/logout', undefined, { cookie, ...headers });
    expect(await statusAndCode(refused)).toEqual([403, 'forbidden']);
    expect((await send(product.url, 'GET', '/api/admin/me', undefined, { cookie })).status).toBe(200);
  });
});

describe('an account', () => {
  it('has its new role, and none when disabled, from the next request on', async () => {
    const client = await invited(product.url, owner, 'viewer', 'vera@frontdesk.example');
    const path = `/api/admin/users/${client.adminId}`;
    expect(await statusAndCode(await client.call('GET', '/api/admin/audit'))).toEqual([403, 'forbidden']);
    expect((await owner.call('PATCH', path, { role: 'operator' })).status).toBe(200);
    expect((await client.call('GET', '/api/admin/audit')).status).toBe(200);
    expect((await owner.call('PATCH', path, { status: 'disabled' })).status).toBe(200);
    expect(await statusAndCode(await me(client))).toEqual([403, 'unauthenticated']);
    expect((await owner.call('PATCH', path, { status: 'active' })).status).toBe(200);
    expect(await statusAndCode(await me(client))).toEqual([403, 'unauthenticated']);
    expect((await me(await again(client))).status).toBe(200);
    expect(await lastAudit('admin.updated')).toMatchObject({
      actor: 'admin',
      email: owner.email,
      subject: `admin:${client.adminId}`,
      before: { role: 'operator', status: 'disabled' },
      after: { role: 'operator', status: 'active' },
      address: '127.0.0.1',
    });
  });

  it('changes its password with the present one, which ends its other sessions', async () => {
    const client = await invited(product.url, owner, 'operator', 'otto@frontdesk.example');
    const other = await again(client);
    const change = (current_password: string, new_password: string) =>
      client.call('POST', '/api/admin/me/password', { current_password, new_password });
    expect(await statusAndCode(await change('wrong', NEXT_PASSWORD))).toEqual([403, 'unauthenticated']);
    expect(await statusAndCode(await change(PASSWORD, 'Password1234!'))).toEqual([400, 'invalid_request']);
    expect((await change(PASSWORD, NEXT_PASSWORD)).status).toBe(204);
    expect((await me(client)).status).toBe(200);
    expect((await me(other)).status).toBe(403);
    expect((await logIn(product.url, client.email, PASSWORD)).status).toBe(403);
    expect((await logIn(product.url, client.email, NEXT_PASSWORD)).status).toBe(200);
  });

  it('whose password an owner resets gets in by a new link only, once', async () => {
    const client = await invited(product.url, owner, 'viewer', 'rosa@frontdesk.example');
    const response = await owner.call('POST', `/api/admin/users/${client.adminId}/password`);
    const { path } = await response.json();
    expect((await me(client)).status).toBe(403);
    expect((await logIn(product.url, client.email, PASSWORD)).status).toBe(403);
    const use = () =>
      send(product.url, 'POST', '/api/admin/setup', { secret: path.split('#')[1], password: NEXT_PASSWORD });
    const used = await Promise.all([use(), use(), use()]);
    expect(used.map(({ status }) => status).sort()).toEqual([200, 403, 403]);
    expect((await logIn(product.url, client.email, NEXT_PASSWORD)).status).toBe(200);
  });

  it('is not made twice', async () => {
    const twice = () =>
      owner.call('POST', '/api/admin/users', { email: 'Twin@frontdesk.example', role: 'viewer' });
    const statuses = (await Promise.all([twice(), twice(), twice()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409, 409]);
    const { users } = await owner.get<{ users: AdminUser[] }>('/api/admin/users');
    expect(users.filter(({ email }) => email === 'twin@frontdesk.example')).toHaveLength(1);
    expect(JSON.stringify(users)).not.toMatch(/hash|\$2b/);
  });

  it('stays an owner when it is the last one, however many ask at once', async () => {
    const second = await invited(product.url, owner, 'owner', 'second@frontdesk.example');
    const demote = (by: AdminClient, whom: AdminClient, change: object) =>
      by.call('PATCH', `/api/admin/users/${whom.adminId}`, change);
    const statuses = await Promise.all([
      demote(owner, second, { role: 'viewer' }),
      demote(second, second, { status: 'disabled' }),
      demote(owner, second, { status: 'disabled' }),
      demote(second, second, { role: 'operator' }),
    ]);
    expect(statuses.some(({ status }) => status === 200)).toBe(true);
    for (const change of [{ role: 'viewer' }, { status: 'disabled' }])
      expect((await demote(owner, owner, change)).status).toBe(409);
    const { users } = await owner.get<{ users: AdminUser[] }>('/api/admin/users');
    const owners = users.filter(({ role, status }) => role === 'owner' && status === 'active');
    expect(owners.map(({ email }) => email)).toEqual([owner.email]);
  });

  it('may not tell itself from one that nobody has: another’s id is not found', async () => {
    const response = await owner.call('PATCH', `/api/admin/users/${randomUUID()}`, { role: 'viewer' });
    expect(await statusAndCode(response)).toEqual([404, 'not_found']);
  });
});

describe('the log', () => {
  it('is read in pages, newest first, by action, person, subject and time', async () => {
    const all: AuditEntry[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { entries: AuditEntry[]; next_cursor: string | null } = await owner.get(
        `/api/admin/audit?limit=7${cursor && `&cursor=${cursor}`}`,
      );
      all.push(...page.entries);
      cursor = page.next_cursor;
    }
    const ids = all.map(({ audit_id }) => audit_id);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    const filtered = async (query: string) =>
      (await owner.get<{ entries: AuditEntry[] }>(`/api/admin/audit?limit=200&${query}`)).entries.length;
    const count = (like: (entry: AuditEntry) => boolean) => all.filter(like).length;
    expect(await filtered('action=admin.login')).toBe(count(({ action }) => action === 'admin.login'));
    expect(await filtered('action=admin.')).toBe(all.length);
    expect(await filtered(`admin_id=${owner.adminId}`)).toBe(count((e) => e.admin_id === owner.adminId));
    expect(await filtered(`subject=admin:${owner.adminId}`)).toBe(
      count((e) => e.subject === `admin:${owner.adminId}`),
    );
    expect(await filtered(`until=${all[5]!.created_at}`)).toBe(
      count((e) => e.created_at < all[5]!.created_at),
    );
    expect(JSON.stringify(all)).not.toMatch(/fds_|\$2b\$|eyJ/);
    expect(JSON.stringify(all)).not.toContain(PASSWORD);
  });

  it('names a failed log-in without the address that was typed', async () => {
    await logIn(product.url, 'nobody@frontdesk.example', PASSWORD);
    const entry = await lastAudit('admin.login_failed');
    expect(entry).toMatchObject({
      actor: 'anonymous',
      subject: expect.stringMatching(/^unknown:[0-9a-f]{32}$/),
      email: null,
      address: '127.0.0.1',
    });
  });

  it('and the change are written together or not at all', async () => {
    const ports = {
      ...product.ports,
      database: {
        ...product.ports.database,
        asPlatform: ((reason, work) =>
          product.ports.database.asPlatform(reason, async (tx) => {
            await work(tx);
            throw new Error('the commit fails');
          })) as typeof product.ports.database.asPlatform,
      },
    };
    const { inviteAdmin } = await import('#lib/admin/invite-admin.ts');
    const caller = { kind: 'admin', requestId: 'r', address: 'x', sessionId: randomUUID() } as const;
    const before = await lastAudit('admin.invited');
    const input = { email: 'never@frontdesk.example', role: 'viewer' } as const;
    const whole = { ...caller, adminId: owner.adminId, email: owner.email, role: 'owner' } as const;
    await expect(inviteAdmin(ports, whole, input)).rejects.toThrow('the commit fails');
    expect(await lastAudit('admin.invited')).toEqual(before);
  });
});
