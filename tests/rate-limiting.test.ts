import { describe, expect, it } from 'vitest';
import { POLICY_NAMES } from '#lib/core/rate-limit-policies.ts';
import { memoryRateLimiter } from '#lib/security/memory-rate-limiter.ts';
import { limitsOf, POLICIES, type RateLimiting, rateLimitMiddleware } from '#lib/security/rate-limiting.ts';

let nowMs = 1_700_000_000_000;
const limiting = (limits: RateLimiting['limits'] = {}): RateLimiting => ({
  limiter: memoryRateLimiter({ now: () => nowMs }),
  limits,
  trustedProxies: 0,
});
const subject = {
  address: '203.0.113.7',
  tenantId: 'tenant',
  visitorId: 'visitor',
  account: 'digest',
  adminId: 'admin',
};

describe('the policy table', () => {
  it('is what the product promises', () => {
    const promised = Object.fromEntries(
      POLICY_NAMES.map((name) => [name, `${POLICIES[name].limit}/${POLICIES[name].windowMs / 60_000} min`]),
    );
    expect(promised).toEqual({
      'api-hour': '1000/60 min',
      'trial-start-hour': '5/60 min',
      'trial-resume-hour': '10/60 min',
      'trial-redeem-hour': '30/60 min',
      'ask-minute': '20/1 min',
      'ask-hour': '100/60 min',
      'visitor-ask-minute': '10/1 min',
      'visitor-address-minute': '30/1 min',
      'widget-session-minute': '30/1 min',
      'tools-minute': '60/1 min',
      'visitor-tools-minute': '10/1 min',
      'ingest-hour': '50/60 min',
      'mcp-rag-query': '20/1 min',
      'mcp-ingest-documents': '5/1 min',
      'mcp-get-trial-status': '30/1 min',
      'mcp-update-settings': '10/1 min',
      'admin-login': '10/15 min',
      'admin-login-account': '100/15 min',
      'admin-minute': '600/1 min',
    });
  });

  it('gives every policy a key of the right subject, in the group of its tenant', () => {
    const keys = limitsOf(limiting(), POLICY_NAMES, subject, 1).map(({ name, key }) => [name, key]);
    expect(Object.fromEntries(keys)).toMatchObject({
      'api-hour': '203.0.113.7',
      'ask-minute': 'tenant',
      'tools-minute': 'tenant',
      'visitor-tools-minute': 'tenant/visitor',
      'visitor-ask-minute': 'tenant/visitor',
      'visitor-address-minute': 'tenant/203.0.113.7',
      'widget-session-minute': '203.0.113.7',
      'admin-login': 'digest/203.0.113.7',
      'admin-login-account': 'digest',
      'admin-minute': 'admin',
    });
  });

  it('leaves out what has no subject', () => {
    const names = limitsOf(limiting(), POLICY_NAMES, { address: '203.0.113.7' }, 1).map(({ name }) => name);
    expect(names).toEqual([
      'api-hour',
      'trial-start-hour',
      'trial-resume-hour',
      'trial-redeem-hour',
      'widget-session-minute',
    ]);
  });
});

describe('rateLimitMiddleware', () => {
  it('tells the limits and what is left of them', async () => {
    const limits = rateLimitMiddleware(limiting(), ['api-hour', 'ask-minute']);
    await limits.admit(subject);
    nowMs += 10_000;
    const { headers, refusal } = await limits.admit(subject);
    expect(refusal).toBeNull();
    expect(headers['RateLimit-Policy']).toBe('"api-hour";q=1000;w=3600, "ask-minute";q=20;w=60');
    expect(headers.RateLimit).toMatch(/^"api-hour";r=998;t=\d+, "ask-minute";r=18;t=5[01]$/);
  });

  it('refuses with the policy’s name, and Retry-After is never less than t', async () => {
    const limits = rateLimitMiddleware(limiting(), ['api-hour', 'ask-minute']);
    for (let n = 0; n < 20; n++) expect((await limits.admit(subject)).refusal).toBeNull();
    const { headers, refusal } = await limits.admit(subject);
    expect(refusal).toMatchObject({ code: 'rate_limited' });
    expect(refusal!.publicMessage).toContain('“ask-minute” allows 20 in 60 s');
    const t = Number(/^"ask-minute";r=0;t=(\d+)$/.exec(headers.RateLimit!)![1]);
    expect(refusal!.retryAfterSeconds).toBeGreaterThanOrEqual(t);
    nowMs += refusal!.retryAfterSeconds! * 1_000;
    expect((await limits.admit(subject)).refusal).toBeNull();
  });

  it('counts the questions of a batch, and lets the largest one pass when nothing else did', async () => {
    const limits = rateLimitMiddleware(limiting(), ['ask-minute', 'ask-hour']);
    const { headers, refusal } = await limits.admit(subject, 50);
    expect(refusal).toBeNull();
    expect(headers.RateLimit).toContain('"ask-minute";r=0;');
    expect(headers.RateLimit).toContain('"ask-hour";r=50;');
    expect((await limits.admit(subject, 1)).refusal).not.toBeNull();
  });

  it('prefers the tenant’s limit to the operator’s, and that to the table’s', async () => {
    const limits = rateLimitMiddleware(limiting({ 'ask-minute': 30, 'ask-hour': 300 }), [
      'ask-minute',
      'ask-hour',
    ]);
    const { headers } = await limits.admit({ ...subject, limits: { 'ask-minute': 7 } });
    expect(headers['RateLimit-Policy']).toBe('"ask-minute";q=7;w=60, "ask-hour";q=300;w=3600');
    const blocked = await limits.admit({ ...subject, tenantId: 'other', limits: { 'ask-minute': 0 } });
    expect(blocked.refusal).not.toBeNull();
  });

  it('screens without taking anything', async () => {
    const limits = rateLimitMiddleware(limiting({ 'api-hour': 2 }));
    for (let n = 0; n < 5; n++) expect(limits.screen(subject).refusal).toBeNull();
    await limits.admit(subject);
    await limits.admit(subject);
    expect(limits.screen(subject).refusal).toMatchObject({ code: 'rate_limited' });
  });

  it('says nothing for a route without limits', async () => {
    expect(await rateLimitMiddleware(limiting(), []).admit(subject)).toEqual({ headers: {}, refusal: null });
  });
});
