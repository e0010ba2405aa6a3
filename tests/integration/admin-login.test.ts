/** PROMISES 4: passwords cannot be guessed, accounts cannot be found out, and the log of it cannot be changed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdmin } from '#lib/admin/create-admin.ts';
import { bcryptPasswords } from '#lib/auth/bcrypt-passwords.ts';
import { jwtAdminTokens } from '#lib/auth/jwt-admin-tokens.ts';
import { logInAdmin } from '#lib/auth/log-in-admin.ts';
import type { AdminUser } from '#lib/contracts/admin.ts';
import { POLICY_LIMIT_MAX, POLICY_NAMES } from '#lib/core/rate-limit-policies.ts';
import { systemClock } from '#lib/ports/clock.ts';
import { memoryRateLimiter } from '#lib/security/memory-rate-limiter.ts';
import { RedisRateLimiter } from '#lib/security/redis-rate-limiter.ts';
import { type AdminClient, adminClient, logIn, PASSWORD } from '../fixtures/admin-client.ts';
import { adminCreate } from '../fixtures/admin-command.ts';
import { ADMIN_SECRETS } from '../fixtures/admin-secrets.ts';
import { areaUnderCurve } from '../fixtures/classifier.ts';
import { type OpenDatabase, openTestDatabase } from '../fixtures/open-database.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { freshDatabase, type TestDatabase } from '../fixtures/test-database.ts';

const OWNER = 'olga@frontdesk.example';
const WRONG = 'wrong horse staple battery';
/** The limits under test; that of all networks is lower than the product's, so that the test is shorter. */
const FROM_ANYWHERE = 14;
const LIMITS = {
  ...Object.fromEntries(POLICY_NAMES.map((name) => [name, POLICY_LIMIT_MAX])),
  'admin-login': 10,
  'admin-login-account': FROM_ANYWHERE,
};
const ENV = { RATE_LIMITS: JSON.stringify(LIMITS), TRUSTED_PROXIES: '1' };
const from = (address: string) => ({ 'x-forwarded-for': address });

let on: TestDatabase;
let product: Product;
let owner: AdminClient;

beforeAll(async () => {
  on = await freshDatabase('admin_login');
});
afterAll(async () => {
  await product?.close();
  await on.drop();
});

const countOf = async (action: string) =>
  (
    await product.ports.database.asPlatform('admin-audit', (tx) =>
      tx.selectFrom('admin_audit').select('audit_id').where('action', '=', action).execute(),
    )
  ).length;

describe('npm run admin:create', () => {
  it('makes an owner with the password from standard input, and says what is wrong with a weak one', async () => {
    expect(await adminCreate(on.env, [], PASSWORD)).toMatchObject({ code: 2 });
    const weak = await adminCreate(on.env, ['--email', OWNER], 'password1234');
    expect([weak.code, weak.said]).toEqual([
      1,
      expect.stringMatching(/^Is among the first that are guessed/),
    ]);
    const made = await adminCreate(on.env, ['--email', OWNER.toUpperCase()], 'to be replaced by zebras');
    expect(made).toEqual({ code: 0, said: `admin:create: ${OWNER} is now owner\n` });
    const again = await adminCreate(on.env, ['--email', OWNER], PASSWORD);
    expect(again).toEqual({ code: 0, said: `admin:create: ${OWNER} has a new password and is owner\n` });
    product = await openProduct({ on, env: ENV });
    const login = await logIn(product.url, OWNER, PASSWORD, from('198.51.100.1'));
    expect(login.status).toBe(200);
    owner = adminClient(product.url, await login.json(), PASSWORD);
    expect((await logIn(product.url, OWNER, 'to be replaced by zebras', from('198.51.100.1'))).status).toBe(
      403,
    );
  });
});

describe('guessing', () => {
  it('gets ten tries from a network, exactly, of five hundred at once', async () => {
    const before = await countOf('admin.login_failed');
    const tries = await Promise.all(
      Array.from({ length: 500 }, () => logIn(product.url, OWNER, WRONG, from('203.0.113.5'))),
    );
    const statuses = tries.map(({ status }) => status);
    expect(statuses.filter((status) => status === 403)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(490);
    // One row a comparison.
    expect((await countOf('admin.login_failed')) - before).toBe(10);
    const refused = await logIn(product.url, OWNER, PASSWORD, from('203.0.113.5'));
    expect([refused.status, Number(refused.headers.get('retry-after')) > 600]).toEqual([429, true]);
    const { users } = await owner.get<{ users: AdminUser[] }>('/api/admin/users');
    expect(users[0]).toMatchObject({ email: OWNER, failed_logins: 11 });
  });

  it('from many networks gets no more in all, and does not lock out the networks that the account knows', async () => {
    const before = await countOf('admin.login_failed');
    const strangers = Array.from({ length: 40 }, (_, i) => from(`192.0.2.${i + 1}`));
    const tries = await Promise.all(strangers.map((headers) => logIn(product.url, OWNER, WRONG, headers)));
    const left = FROM_ANYWHERE - 10;
    expect(tries.filter(({ status }) => status === 403)).toHaveLength(left);
    expect((await countOf('admin.login_failed')) - before).toBe(left);
    expect((await logIn(product.url, OWNER, PASSWORD, from('192.0.2.200'))).status).toBe(429);
    expect((await logIn(product.url, OWNER, PASSWORD, from('198.51.100.1'))).status).toBe(200);
  });

  it('is counted by failures: right passwords use nothing up', async () => {
    for (let i = 0; i < 12; i++)
      expect((await logIn(product.url, OWNER, PASSWORD, from('198.51.100.1'))).status).toBe(200);
  });

  it('is for nobody while the store of limits is away', async () => {
    const away = await RedisRateLimiter.open({
      url: 'redis://127.0.0.1:1',
      instances: 1,
      log: product.ports.log,
    });
    try {
      const passwords = bcryptPasswords({ peppers: [ADMIN_SECRETS.ADMIN_PASSWORD_PEPPERS], cost: 4 });
      const tokens = jwtAdminTokens([ADMIN_SECRETS.ADMIN_JWT_SECRETS]);
      const rateLimiting = { limiter: away, limits: {}, trustedProxies: 0 };
      const ports = { ...product.ports, passwords, tokens, rateLimiting };
      const request = { requestId: 'r', address: '198.51.100.1', kind: 'api' } as const;
      const login = logInAdmin(ports, request, { email: OWNER, password: PASSWORD });
      await expect(login).rejects.toMatchObject({ code: 'rate_limited' });
    } finally {
      await away.close();
    }
  });
});

describe('an account', () => {
  const REQUEST_ID = { 'x-request-id': 'the-same-for-all' };

  it('that is unknown, disabled, or of another password is refused in the same words', async () => {
    const invite = { email: 'gone@frontdesk.example', role: 'viewer' };
    const { user } = await (await owner.call('POST', '/api/admin/users', invite)).json();
    await owner.call('PATCH', `/api/admin/users/${user.admin_id}`, { status: 'disabled' });
    const answers = await Promise.all(
      ['nobody@frontdesk.example', 'gone@frontdesk.example', OWNER].map(async (email) => {
        const response = await logIn(product.url, email, WRONG, { ...from('198.51.100.1'), ...REQUEST_ID });
        const { date: _, ratelimit: __, ...headers } = Object.fromEntries(response.headers);
        return JSON.stringify([response.status, headers, await response.text()]);
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^\[403,/);
  });
});

describe('on a database of its own', () => {
  let db: OpenDatabase;
  beforeAll(async () => {
    db = await openTestDatabase('admin_log');
  });
  afterAll(() => db.close());

  it('the time of an answer does not tell whether there is such an account', async () => {
    // At this cost whatever else differs would stand out far more than at the product's.
    const passwords = bcryptPasswords({ peppers: [ADMIN_SECRETS.ADMIN_PASSWORD_PEPPERS], cost: 6 });
    const ports = {
      ...{ database: db.database, clock: systemClock, passwords },
      tokens: jwtAdminTokens([ADMIN_SECRETS.ADMIN_JWT_SECRETS]),
      rateLimiting: { limiter: memoryRateLimiter(), limits: LIMITS, trustedProxies: 0 },
    };
    await createAdmin(ports, { email: OWNER, role: 'owner', password: PASSWORD });
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (let i = 0; i < 240; i++) {
      const kind = i % 2 === 0 ? 'known' : 'unknown';
      const email = kind === 'known' ? OWNER : `nobody-${i}@frontdesk.example`;
      // A network of its own for each, so that no limit is reached.
      const request = { requestId: 'r', address: `10.0.${i}.1`, kind: 'api' } as const;
      const unlimited = {
        ...ports,
        rateLimiting: { ...ports.rateLimiting, limits: { 'admin-login-account': 1e6 } },
      };
      const begun = performance.now();
      await logInAdmin(unlimited, request, { email, password: WRONG }).catch(() => undefined);
      if (i >= 40) times[kind].push(performance.now() - begun);
    }
    const area = areaUnderCurve(times.known, times.unknown);
    expect(area, 'AUC over 200 tries').toBeLessThan(0.7);
  });

  it.each(['platform_user', 'tenant_user', 'app', 'owner', null])(
    'the log takes no change and no removal from %s',
    async (role) => {
      const changes = [
        `update app.admin_audit set email = 'someone@else.example'`,
        'delete from app.admin_audit',
        'truncate app.admin_audit',
        `insert into app.admin_audit select * from app.admin_audit on conflict (audit_id) do update set email = ''`,
      ];
      await db.asOwner(async (session) => {
        const rows = async () => (await session.query('select * from app.admin_audit order by 1', [])).rows;
        const before = await rows();
        expect(before.length).toBeGreaterThan(0);
        for (const change of changes) {
          await session.exec('begin');
          if (role) await session.exec(`set local role ${role}`);
          const refused = await session.exec(change).then(
            () => 'done',
            (error: { code: string }) => error.code,
          );
          await session.exec('rollback');
          expect(refused, change).toBe('42501');
        }
        expect(await rows()).toEqual(before);
      });
    },
  );
});
