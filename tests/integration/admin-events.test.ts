/** What open consoles are told of changes over HTTP: what kind, to whom, how soon, and not after log-out. */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '#lib/contracts/common.ts';
import type { FlagList } from '#lib/contracts/flags.ts';
import type { Database } from '#lib/ports/database.ts';
import { type AdminClient, adminClient, firstOwner, invited, logIn } from '../fixtures/admin-client.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant } from '../fixtures/tenant-client.ts';

/** The figure that is promised; a loaded machine is given some more. */
const ENDS_WITHIN_MS = 5_000;

let product: Product;
let owner: AdminClient;
let operator: AdminClient;
let viewer: AdminClient;
let looks = 0;
let broken = false;
/** A look waits for it. */
let held: Promise<void> = Promise.resolve();

beforeAll(async () => {
  product = await openProduct();
  const { database } = product.ports;
  const asPlatform = database.asPlatform.bind(database);
  // The real database, counted, and cut off when a test says so.
  database.asPlatform = ((reason, work) => {
    if (reason !== 'admin-changes') return asPlatform(reason, work);
    looks += 1;
    return broken ? Promise.reject(new Error('cut off')) : held.then(() => asPlatform(reason, work));
  }) as Database['asPlatform'];
  owner = await firstOwner(product);
  operator = await invited(product.url, owner, 'operator');
  viewer = await invited(product.url, owner, 'viewer');
});
afterAll(() => product.close());

interface Heard {
  event: string | undefined;
  data: { topics?: string[] } & Partial<Problem>;
}

class Listener {
  private readonly events: AsyncIterator<Heard>;
  private constructor(response: Response) {
    const stream = response
      .body!.pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    this.events = (async function* () {
      for await (const { event, data } of stream) yield { event, data: JSON.parse(data) };
    })();
  }
  static async open(client: AdminClient): Promise<Listener> {
    const response = await client.call('GET', '/api/admin/events');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    return new Listener(response);
  }
  /** Undefined once the stream has ended. */
  async next(): Promise<Heard | undefined> {
    const { done, value } = await this.events.next();
    return done ? undefined : value;
  }
  /** Reads on until all of these were told; gives all that was. */
  async told(...wanted: string[]): Promise<Set<string>> {
    const told = new Set<string>();
    while (wanted.some((topic) => !told.has(topic))) {
      const heard = await this.next();
      expect(heard?.event, `before ${wanted}`).toBe('changed');
      for (const topic of heard!.data.topics!) told.add(topic);
    }
    return told;
  }
  async close(): Promise<void> {
    await this.events.return?.();
  }
}

async function again(client: AdminClient): Promise<AdminClient> {
  const login = await logIn(product.url, client.email, client.password);
  return adminClient(product.url, await login.json(), client.password);
}

describe('a stream of changes', () => {
  it('begins with everything, then names what changed and nothing else', async () => {
    const listener = await Listener.open(operator);
    expect(await listener.next()).toEqual({
      event: 'changed',
      data: { topics: ['audit', 'flags', 'trials', 'workflows'] },
    });
    const { flags } = await owner.get<FlagList>('/api/admin/flags');
    const { version, enabled } = flags.find(({ key }) => key === 'agent-tools')!;
    const change = { version, enabled, percentage: 50 };
    expect((await owner.call('PUT', '/api/admin/flags/agent-tools', change)).status).toBe(200);
    expect((await listener.next())!.data.topics).toEqual(['audit', 'flags']);
    const tenant = await startTenant(product.url);
    await listener.told('trials', 'workflows');
    const extended = `/api/admin/trials/${tenant.tenantId}/extend`;
    expect((await owner.call('POST', extended, { days: 1 })).status).toBe(200);
    await listener.told('trials', 'audit');
    await listener.close();
  });

  it('tells a viewer nothing of the log', async () => {
    const listener = await Listener.open(viewer);
    expect((await listener.next())!.data.topics).toEqual(['flags', 'trials', 'workflows']);
    await owner.call('POST', '/api/admin/users', { email: 'new@frontdesk.example', role: 'viewer' });
    await startTenant(product.url);
    expect(await listener.told('trials')).not.toContain('audit');
    await listener.close();
  });

  it.each(['log-out', 'disabling', 'another password'])('ends within 5 s of %s', async (how) => {
    const client = await again(
      how === 'log-out'
        ? operator
        : await invited(product.url, owner, 'viewer', `${how.replace(' ', '-')}@frontdesk.example`),
    );
    const listener = await Listener.open(client);
    await listener.next();
    const path = `/api/admin/users/${client.adminId}`;
    const ended = {
      'log-out': () => client.call('POST', '/api/admin/logout'),
      disabling: () => owner.call('PATCH', path, { status: 'disabled' }),
      'another password': () => owner.call('POST', `${path}/password`, {}),
    }[how]!;
    expect((await ended()).ok).toBe(true);
    const from = performance.now();
    let last: Heard | undefined;
    for (let heard = await listener.next(); heard !== undefined; heard = await listener.next()) last = heard;
    expect(performance.now() - from).toBeLessThan(ENDS_WITHIN_MS);
    expect(last).toMatchObject({ event: 'error', data: { code: 'unauthenticated' } });
    expect((await client.call('GET', '/api/admin/events')).status).toBe(403);
  });

  it('costs the same for one listener as for many, and nothing for none', async () => {
    const listeners = await Promise.all(Array.from({ length: 20 }, () => Listener.open(operator)));
    for (const listener of listeners) await listener.next();
    const [before, from] = [looks, performance.now()];
    await startTenant(product.url);
    await Promise.all(listeners.map((listener) => listener.told('trials')));
    const passed = performance.now() - from;
    expect(looks - before).toBeGreaterThan(0);
    expect(looks - before).toBeLessThanOrEqual(Math.ceil(passed / 2_000) + 1);
    await Promise.all(listeners.map((listener) => listener.close()));
    // A look that was under way may still end; then there are no more.
    await expect
      .poll(
        async () => {
          const seen = looks;
          await new Promise((resolve) => setTimeout(resolve, 2_500));
          return looks - seen;
        },
        { timeout: 20_000 },
      )
      .toBe(0);
  });

  it('tells who came during a look of a change that the look saw', async () => {
    const listener = await Listener.open(viewer);
    await listener.next();
    const { promise, resolve } = Promise.withResolvers<void>();
    held = promise;
    const before = looks;
    await expect.poll(() => looks, { timeout: 20_000 }).toBeGreaterThan(before);
    const newcomer = await Listener.open(operator);
    expect((await newcomer.next())!.data.topics).toContain('flags');
    const { flags } = await owner.get<FlagList>('/api/admin/flags');
    const { version, enabled } = flags.find(({ key }) => key === 'agent-tools')!;
    const change = { version, enabled, percentage: 60 };
    expect((await owner.call('PUT', '/api/admin/flags/agent-tools', change)).status).toBe(200);
    resolve();
    held = Promise.resolve();
    await newcomer.told('flags');
    await Promise.all([newcomer.close(), listener.close()]);
  });

  it('ends when sessions cannot be checked, and works again after', async () => {
    const listener = await Listener.open(operator);
    await listener.next();
    broken = true;
    expect(await listener.next()).toMatchObject({ event: 'error', data: { code: 'internal' } });
    expect(await listener.next()).toBeUndefined();
    broken = false;
    const after = await Listener.open(operator);
    expect((await after.next())!.data.topics).toContain('trials');
    await after.close();
  });
});
