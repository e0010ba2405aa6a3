/** PROMISES 1 at the widget: a visitor gets in from the pages its tenant names, with a token of its own, and no further. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '#lib/contracts/routes.ts';
import type { WidgetConfig, WidgetHistory, WidgetSession } from '#lib/contracts/widget.ts';
import { VISITOR_SESSION_MS, VISITOR_SESSION_RENEWAL_MS } from '#lib/core/limits.ts';
import { setRateLimits } from '#lib/security/set-rate-limits.ts';
import { deployStep, undoDeploy } from '#lib/widget/deploy-step.ts';
import { ADMIN } from '../fixtures/http-host.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient, tenantClient } from '../fixtures/tenant-client.ts';
import { allowWidget, openSession, type Visitor, visit, visitorClient } from '../fixtures/visitor-client.ts';

const SHOP = 'https://shop.example';
const OTHER_SHOP = 'https://other.example';
const QUESTION = 'When is the bicycle shop open on Saturday?';

let product: Product;
let tenant: TenantClient;
let other: TenantClient;
let key: string;
let otherKey: string;
let now = new Date();

async function withHours(name: string): Promise<TenantClient> {
  const made = await startTenant(product.url, name);
  const text = '# Hours\n\nThe bicycle shop is open on Saturday from nine to noon.\n';
  const [source] = await made.give({ name: 'hours.md', bytes: new TextEncoder().encode(text) });
  await made.settled([source!.source_id]);
  return made;
}

beforeAll(async () => {
  product = await openProduct({ ports: { clock: { now: () => now } } });
  [tenant, other] = [await withHours('Bluebird Bikes'), await withHours('Other Bikes')];
  key = await allowWidget(tenant, SHOP, 'http://localhost:4000');
  otherKey = await allowWidget(other, OTHER_SHOP);
});
afterAll(() => product.close());

const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const code = async (response: Response) => `${response.status} ${(await response.json()).code}`;
const readableBy = (response: Response) => response.headers.get('access-control-allow-origin');

describe('POST /api/widget/session', () => {
  it('opens for a page that the tenant allows, and for no other page, key or lack of one', async () => {
    const cases: [string, string, string | null][] = [
      ['its page', key, SHOP],
      ['its page on localhost', key, 'http://localhost:4000'],
      ['another tenant’s page', key, OTHER_SHOP],
      ['its page with another tenant’s key', otherKey, SHOP],
      ['its page over http', key, 'http://shop.example'],
      ['its page on another port', key, `${SHOP}:8443`],
      ['a page under its name', key, 'https://www.shop.example'],
      ['a page that begins alike', key, `${SHOP}.evil.example`],
      ['its page in other letters', key, 'https://SHOP.example'],
      ['a sandboxed page or a file', key, 'null'],
      ['no page', key, null],
      ['an unknown key', `fdw_${'A'.repeat(43)}`, SHOP],
      ['a key of nobody’s making', '*', SHOP],
    ];
    const seen = [];
    for (const [name, widget_key, origin] of cases) {
      const response = await openSession(product.url, origin, { widget_key });
      const body = await response.json();
      seen.push([name, response.status, body.code, readableBy(response)]);
      expect(response.headers.get('vary')).toBe('Origin');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      if (response.status !== 201) expect(JSON.stringify(body)).not.toMatch(/Bikes|shop\.example/);
    }
    const refused = (name: string) => [name, 403, 'origin_not_allowed', null];
    expect(seen).toEqual([
      ['its page', 201, undefined, SHOP],
      ['its page on localhost', 201, undefined, 'http://localhost:4000'],
      ...cases.slice(2).map(([name]) => refused(name)),
    ]);
  });

  it('answers an unknown key and a refused page alike, byte for byte', async () => {
    const texts = await Promise.all(
      [otherKey, 'fdw_unknown'].map(async (widget_key) => {
        const response = await openSession(product.url, SHOP, { widget_key });
        return (await response.text()).replace(/"request_id":"[^"]+"/, '');
      }),
    );
    expect(texts[0]).toBe(texts[1]);
  });

  it('knows a visitor by the id it comes with, and gives one to who has none', async () => {
    expect((await visit(product.url, SHOP, { widget_key: key, visitor_id: 'ann' })).visitor_id).toBe('ann');
    const [one, two] = [1, 2].map(() => visit(product.url, SHOP, { widget_key: key }));
    expect((await one!).visitor_id).not.toBe((await two!).visitor_id);
  });

  it('refuses every page while the tenant allows none', async () => {
    const closed = await startTenant(product.url, 'Closed');
    const closedKey = await allowWidget(closed);
    for (const origin of [SHOP, product.url, 'http://localhost:3000', 'null', null])
      expect(await code(await openSession(product.url, origin, { widget_key: closedKey }))).toBe(
        '403 origin_not_allowed',
      );
  });

  it('goes on with a session that ran out, for a day, from the same page, once', async () => {
    const first = await visit(product.url, SHOP, { widget_key: key });
    await first.call('POST', '/api/ask', { query: QUESTION });
    later(VISITOR_SESSION_MS);
    expect(await code(await first.call('POST', '/api/ask', { query: QUESTION }))).toBe('401 unauthenticated');
    const again = { widget_key: key, previous_token: first.session_token };
    const elsewhere = await visit(product.url, 'http://localhost:4000', again);
    const foreign = await visit(product.url, OTHER_SHOP, { ...again, widget_key: otherKey });
    const renewed = await visit(product.url, SHOP, again);
    const replayed = await visit(product.url, SHOP, again);
    expect([renewed.session_id, renewed.visitor_id]).toEqual([first.session_id, first.visitor_id]);
    for (const fresh of [elsewhere, foreign, replayed]) {
      expect(fresh.session_id).not.toBe(first.session_id);
      expect(fresh.visitor_id).not.toBe(first.visitor_id);
    }
    const history: WidgetHistory = await (await renewed.call('GET', '/api/widget/history')).json();
    expect(history.messages.map(({ query }) => query)).toEqual([QUESTION]);
    later(VISITOR_SESSION_MS + VISITOR_SESSION_RENEWAL_MS);
    const lost = await visit(product.url, SHOP, { widget_key: key, previous_token: renewed.session_token });
    expect(lost.session_id).not.toBe(first.session_id);
  });
});

describe('a session token', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await visit(product.url, SHOP, { widget_key: key });
  });

  it('works from its own page only, and its answers can be read there only', async () => {
    const asks: [string | undefined, string, string | null][] = [
      [SHOP, '200 undefined', SHOP],
      [OTHER_SHOP, '403 origin_not_allowed', null],
      ['http://localhost:4000', '403 origin_not_allowed', null],
      ['null', '403 origin_not_allowed', null],
    ];
    for (const [origin, expected, reader] of asks) {
      const response = await visitor.call('POST', '/api/ask', { query: QUESTION }, { origin: origin! });
      expect([origin, await code(response), readableBy(response)]).toEqual([origin, expected, reader]);
    }
    const headless = await fetch(`${product.url}/api/ask`, {
      method: 'POST',
      headers: { authorization: `Bearer ${visitor.session_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUESTION }),
    });
    expect(await code(headless)).toBe('403 origin_not_allowed');
  });

  it('opens asking, feedback, its history and tools, and nothing else of the API', async () => {
    const open = new Set(['ask', 'giveFeedback', 'widgetHistory', 'runTool']);
    for (const { operationId, method, path, auth } of ROUTES) {
      if (auth === 'anonymous' || open.has(operationId)) continue;
      const target = path.replaceAll(/\{\w+\}/g, visitor.session_id);
      const response = await visitor.call(method, target, method === 'GET' ? undefined : {});
      // Whoever is not an administrator is refused there in one way.
      const refused = auth === 'admin' ? 403 : 401;
      expect([operationId, response.status]).toEqual([operationId, refused]);
    }
  });

  it('is the visitor’s: a tenant’s credential does not open the history, from any page', async () => {
    const headers = { origin: SHOP };
    expect((await tenant.call('GET', '/api/widget/history', undefined, headers)).status).toBe(401);
  });

  it('stops when it is not known, ran out, or its page is no longer allowed', async () => {
    const forged = visitorClient(product.url, SHOP, { ...visitor, session_token: `fdv_${'A'.repeat(43)}` });
    expect(await code(await forged.call('GET', '/api/widget/history'))).toBe('401 unauthenticated');
    await allowWidget(tenant, 'http://localhost:4000');
    expect(await code(await visitor.call('GET', '/api/widget/history'))).toBe('403 origin_not_allowed');
    await allowWidget(tenant, SHOP, 'http://localhost:4000');
    expect((await visitor.call('GET', '/api/widget/history')).status).toBe(200);
    const brief = await visit(product.url, SHOP, { widget_key: key });
    later(VISITOR_SESSION_MS - 1);
    expect((await brief.call('GET', '/api/widget/history')).status).toBe(200);
    later(1);
    const ended = await brief.call('GET', '/api/widget/history');
    // The widget must be able to read that, or it could not renew.
    expect([await code(ended), readableBy(ended)]).toEqual(['401 unauthenticated', SHOP]);
  });

  it('is kept as a digest and exported not even so', async () => {
    const fresh = await visit(product.url, SHOP, { widget_key: key });
    const rows = await product.ports.database.asTenant(tenant.tenantId, (tx) =>
      tx.selectFrom('sessions').selectAll().where('session_id', '=', fresh.session_id).execute(),
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(fresh.session_token);
    const lines = await (await tenant.call('GET', '/api/trial/export')).text();
    expect(lines).toContain(fresh.session_id);
    expect(lines).not.toMatch(/token_hash|fdv_/);
  });
});

describe('a visitor', () => {
  it('is answered from the tenant’s documents on the tenant’s quota, and not told of it', async () => {
    const visitor = await visit(product.url, SHOP, { widget_key: key });
    const before = (await tenant.trial()).usage.queries_used;
    const body = await (await visitor.call('POST', '/api/ask', { query: QUESTION })).json();
    expect(body).toMatchObject({ answered: true, session_id: visitor.session_id });
    expect(body.answer).toContain('nine to noon');
    expect(Object.keys(body)).not.toContain('usage');
    const streamed = await visitor.call(
      'POST',
      '/api/ask',
      { query: QUESTION },
      { accept: 'text/event-stream' },
    );
    expect([readableBy(streamed), streamed.headers.get('vary')]).toEqual([SHOP, 'Origin']);
    const events = await streamed.text();
    expect(events).toMatch(/event: sources[\s\S]*event: token[\s\S]*event: done/);
    expect(events).not.toMatch(/queries_(used|limit)/);
    expect((await tenant.trial()).usage.queries_used).toBe(before + 2);
  });

  it('asks in its own session, whichever it names, and one question at a time', async () => {
    const [ann, bob] = [
      await visit(product.url, SHOP, { widget_key: key }),
      await visit(product.url, SHOP, { widget_key: key }),
    ];
    const asked = await ann.call('POST', '/api/ask', { query: QUESTION, session_id: bob.session_id });
    const { session_id, request_id } = await asked.json();
    expect(session_id).toBe(ann.session_id);
    const batch = await ann.call('POST', '/api/ask', { queries: [{ query: QUESTION }] });
    expect(await code(batch)).toBe('403 forbidden');
    const histories = await Promise.all(
      [ann, bob].map(async (one) => (await (await one.call('GET', '/api/widget/history')).json()).messages),
    );
    expect(histories.map((messages) => messages.length)).toEqual([1, 0]);

    const word = { request_id, rating: 'up', comment: 'thanks' };
    expect(await code(await bob.call('POST', '/api/feedback', word))).toBe('404 not_found');
    expect((await ann.call('POST', '/api/feedback', word)).status).toBe(204);
    const { messages }: WidgetHistory = await (await ann.call('GET', '/api/widget/history')).json();
    expect(messages[0]).toMatchObject({ request_id, query: QUESTION, answered: true, rating: 'up' });
  });

  it('that says it is another gets nothing of the other', async () => {
    const ann = await visit(product.url, SHOP, { widget_key: key, visitor_id: 'ann' });
    await ann.call('POST', '/api/ask', { query: 'A secret question of mine?' });
    const mallory = await visit(product.url, SHOP, { widget_key: key, visitor_id: 'ann' });
    const history = await (await mallory.call('GET', '/api/widget/history')).json();
    expect(history.messages).toEqual([]);
  });

  it('that is erased is gone with its sessions, and an answer under way does not bring it back', async () => {
    const gone = await visit(product.url, SHOP, { widget_key: key, visitor_id: 'to be forgotten' });
    await gone.call('POST', '/api/ask', { query: QUESTION });
    const caller = await product.app.authenticateVisitor('late', gone.session_token, SHOP);
    const path = `/api/trial/visitors/${encodeURIComponent('to be forgotten')}`;
    expect((await other.call('DELETE', path)).status).toBe(404);
    const erased = await tenant.call('DELETE', path);
    expect((await erased.json()).rows).toEqual({ sessions: 1, messages: 1 });
    expect(await code(await gone.call('POST', '/api/ask', { query: QUESTION }))).toBe('401 unauthenticated');
    const late = { query: 'And on Sunday?', top_k: 6 };
    await product.app.askAsVisitor(caller, late, { signal: new AbortController().signal });
    const left = await product.ports.database.asTenant(tenant.tenantId, async (tx) => [
      ...(await tx.selectFrom('sessions').select('session_id').execute()),
      ...(await tx.selectFrom('messages').select('session_id').execute()),
    ]);
    expect(left.map(({ session_id }) => session_id)).not.toContain(gone.session_id);
  });
});

describe('limits of visitors', () => {
  it('hold for a session, and for all sessions at one address, beside the tenant’s own', async () => {
    const limited = await startTenant(product.url, 'Limited');
    const limitedKey = await allowWidget(limited, SHOP);
    const set = (limits: Record<string, number>) =>
      setRateLimits(
        product.ports,
        { ...ADMIN, requestId: 'r', address: '127.0.0.1' },
        { tenantId: limited.tenantId, limits },
      );
    const ask = (visitor: Visitor) => visitor.call('POST', '/api/ask', { query: QUESTION });
    const [ann, bob] = [
      await visit(product.url, SHOP, { widget_key: limitedKey }),
      await visit(product.url, SHOP, { widget_key: limitedKey }),
    ];
    await set({ 'visitor-ask-minute': 1, 'visitor-address-minute': 2 });
    expect((await ask(ann)).status).toBe(200);
    const refused = await ask(ann);
    expect([await code(refused), readableBy(refused)]).toEqual(['429 rate_limited', SHOP]);
    expect(refused.headers.get('ratelimit')).toMatch(/^"visitor-ask-minute";r=0/);
    expect(refused.headers.get('access-control-expose-headers')).toContain('Retry-After');
    expect((await ask(bob)).status).toBe(200);
    const third = await ask(await visit(product.url, SHOP, { widget_key: limitedKey }));
    expect(third.headers.get('ratelimit')).toMatch(/^"visitor-address-minute";r=0/);
    expect((await limited.call('POST', '/api/ask', { query: QUESTION })).status).toBe(200);
  });
});

describe('preflights', () => {
  const ask = (path: string, method: string, headers: Record<string, string> = {}) =>
    fetch(product.url + path, {
      method: 'OPTIONS',
      headers: { origin: 'https://anywhere.example', 'access-control-request-method': method, ...headers },
    });

  it('pass for the widget’s routes and their methods, without credentials', async () => {
    const open = ROUTES.filter(({ cors }) => cors !== undefined);
    expect(open.map(({ operationId }) => operationId).sort()).toEqual([
      'ask',
      'giveFeedback',
      'openWidgetSession',
      'runTool',
      'widgetConfig',
      'widgetHistory',
    ]);
    for (const { method, path, auth } of open) {
      const response = await ask(path, method);
      expect([path, response.status, readableBy(response)]).toEqual([path, 204, '*']);
      expect(response.headers.get('access-control-allow-methods')).toBe(method);
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      const named = (response.headers.get('access-control-allow-headers') ?? '').split(', ');
      expect([path, named.includes('Authorization')]).toEqual([path, auth !== 'anonymous']);
      expect(readableBy(await ask(path, 'DELETE'))).toBeNull();
    }
  });

  it('fail for every other route', async () => {
    for (const { method, path, cors } of ROUTES.filter((route) => route.cors === undefined)) {
      const response = await ask(path.replaceAll(/\{\w+\}/g, '1'), method);
      const allowed = response.headers.get('access-control-allow-methods');
      expect([path, cors, readableBy(response), allowed]).toEqual([path, undefined, null, null]);
    }
  });
});

describe('the widget key', () => {
  it('is the same at every call, until it is rotated: then the old one and its sessions are dead', async () => {
    const rotating = await startTenant(product.url, 'Rotating');
    const first = await allowWidget(rotating, SHOP);
    const visitor = await visit(product.url, SHOP, { widget_key: first });
    const both = await Promise.all([allowWidget(rotating, SHOP), allowWidget(rotating, SHOP)]);
    expect(both).toEqual([first, first]);
    const rotated = await (await rotating.call('POST', '/api/trial/widget?rotate=true')).json();
    expect(rotated.widget_key).not.toBe(first);
    expect(await code(await visitor.call('GET', '/api/widget/history'))).toBe('401 unauthenticated');
    const late = await openSession(product.url, SHOP, { widget_key: first });
    expect(await code(late)).toBe('403 origin_not_allowed');
    expect((await fetch(`${product.url}/api/widget/config?key=${first}`)).status).toBe(404);
    await visit(product.url, SHOP, { widget_key: rotated.widget_key });
  });

  it('comes with a snippet and the integrity of the script', async () => {
    const published = await (await tenant.call('POST', '/api/trial/widget')).json();
    expect(published.embed_code).toBe(
      `<script src="http://localhost:3000/widget.js" data-widget-key="${key}" async></script>`,
    );
    expect(published.integrity).toMatch(/^sha384-[\w+/]{64}$/);
  });

  it('is made by the workflow’s step, once, and taken back by its undoing', async () => {
    const deployed = await startTenant(product.url, 'Deployed');
    await deployed.call('PUT', '/api/trial/branding', { allowed_origins: [SHOP] });
    const step = { tenantId: deployed.tenantId, workflowId: 'w', signal: new AbortController().signal };
    const first = await deployStep(product.ports, step);
    expect(await deployStep(product.ports, step)).toEqual(first);
    const { widget_key } = (first as { detail?: Record<string, unknown> }).detail as { widget_key: string };
    const visitor = await visit(product.url, SHOP, { widget_key });
    await undoDeploy(product.ports, step);
    await undoDeploy(product.ports, step);
    expect(await code(await visitor.call('GET', '/api/widget/history'))).toBe('401 unauthenticated');
    expect((await openSession(product.url, SHOP, { widget_key })).status).toBe(403);
  });
});

describe('GET /api/widget/config', () => {
  it('tells any page how the widget looks, for a minute, and nothing of the tenant’s own', async () => {
    await tenant.call('PUT', '/api/trial/branding', {
      primary_color: '#1a73e8',
      tone: 'private',
      locale: 'de',
    });
    const response = await fetch(`${product.url}/api/widget/config?key=${key}`, {
      headers: { origin: SHOP },
    });
    expect(readableBy(response)).toBe('*');
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    const config: WidgetConfig = await response.json();
    expect(config).toEqual({
      display_name: 'Bluebird Bikes',
      primary_color: '#1a73e8',
      secondary_color: null,
      welcome_message: null,
      placeholder_text: null,
      position: 'bottom-right',
      theme: 'auto',
      locale: 'de',
      available: true,
    });
    expect((await fetch(`${product.url}/api/widget/config?key=nobody`)).status).toBe(404);
  });
});

describe('the preview', () => {
  it('opens for the tenant on pages of this server only, whatever is allowed', async () => {
    const closed = await startTenant(product.url, 'Previewing');
    await allowWidget(closed);
    const open = (origin: string) => closed.call('POST', '/api/trial/widget/preview', undefined, { origin });
    expect(await code(await open(SHOP))).toBe('403 origin_not_allowed');
    expect(await code(await open('null'))).toBe('403 origin_not_allowed');
    const response = await open(product.url);
    expect(response.status).toBe(201);
    const session: WidgetSession = await response.json();
    const preview = visitorClient(product.url, product.url, session);
    expect((await preview.call('POST', '/api/ask', { query: QUESTION })).status).toBe(200);
    const elsewhere = visitorClient(product.url, SHOP, session);
    expect(await code(await elsewhere.call('POST', '/api/ask', { query: QUESTION }))).toBe(
      '403 origin_not_allowed',
    );
  });

  it('needs trial:write', async () => {
    const made = await tenant.call('POST', '/api/trial/keys', { name: 'asker', scopes: ['ask', 'kb:read'] });
    const asker = tenantClient(product.url, tenant.tenantId, (await made.json()).key);
    for (const path of ['/api/trial/widget', '/api/trial/widget/preview'])
      expect((await asker.call('POST', path)).status).toBe(403);
  });
});

describe('a trial that is over', () => {
  it('is told to visitors politely: no plan, no contact, no word of a trial', async () => {
    const late = await startTenant(product.url, 'Late');
    const lateKey = await allowWidget(late, SHOP);
    const started = now;
    now = new Date(Date.parse((await late.trial()).tenant.expires_at) - 60_000);
    const visitor = await visit(product.url, SHOP, { widget_key: lateKey });
    later(60_000);
    const config = await fetch(`${product.url}/api/widget/config?key=${lateKey}`);
    expect((await config.json()).available).toBe(false);
    for (const response of [
      await visitor.call('POST', '/api/ask', { query: QUESTION }),
      await openSession(product.url, SHOP, { widget_key: lateKey }),
    ]) {
      const body = await response.json();
      expect([response.status, body.detail, readableBy(response)]).toEqual([
        402,
        'The assistant is not available at the moment.',
        SHOP,
      ]);
    }
    now = started;
  });

  it('that is erased takes key and sessions with it', async () => {
    const leaving = await startTenant(product.url, 'Leaving');
    const leavingKey = await allowWidget(leaving, SHOP);
    const visitor = await visit(product.url, SHOP, { widget_key: leavingKey });
    expect((await leaving.call('DELETE', '/api/trial')).status).toBe(200);
    expect(await code(await visitor.call('GET', '/api/widget/history'))).toBe('401 unauthenticated');
    expect((await openSession(product.url, SHOP, { widget_key: leavingKey })).status).toBe(403);
    expect((await fetch(`${product.url}/api/widget/config?key=${leavingKey}`)).status).toBe(404);
  });
});
