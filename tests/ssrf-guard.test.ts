/** PROMISES 5: no request leaves for an address inside a network, however it is spelled and whatever a name becomes. */
import type { LookupAddress } from 'node:dns';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { AddressGuard, OutboundRequest } from '#lib/ports/outbound-http.ts';
import { ssrfGuard } from '#lib/security/ssrf-guard.ts';
import { undiciOutboundHttp } from '#lib/security/undici-outbound-http.ts';
import { allowLoopback } from './fixtures/outbound.ts';

const REFUSED_URLS = [
  // Other schemes, credentials, ports, no URL at all.
  'http://shop.com/',
  'ftp://shop.com/',
  'file:///etc/passwd',
  'gopher://shop.com:443/',
  'data:application/json,{}',
  'javascript:alert(1)',
  'ws://shop.com/',
  '//shop.com/',
  'shop.com',
  '',
  'https://',
  'https://user@shop.com/',
  'https://user:password@shop.com/',
  'https://shop.com:22/',
  'https://shop.com:80/',
  'https://shop.com:6379/',
  'https://shop.com:65535/',
  `https://shop.com/${'a'.repeat(3_000)}`,
  // Names that mean something inside.
  'https://localhost/',
  'https://LOCALHOST./',
  'https://api.localhost/',
  'https://intranet/',
  'https://printer.local/',
  'https://metadata.google.internal/',
  'https://router.home.arpa/',
  'https://db.corp/',
  'https://nas.lan/',
  'https://hidden.onion/',
  // This host, in every spelling a URL parser reads as it.
  'https://127.0.0.1/',
  'https://127.1/',
  'https://127.255.255.254/',
  'https://0x7f.1/',
  'https://0x7f000001/',
  'https://2130706433/',
  'https://017700000001/',
  'https://0177.0.0.1/',
  'https://①②⑦.⓪.⓪.①/',
  'https://127.0.0.1./',
  'https://%31%32%37.0.0.1/',
  'https://0/',
  'https://0.0.0.0/',
  'https://[::1]/',
  'https://[::]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  // Private, shared and link-local networks; the metadata services of clouds.
  'https://10.0.0.1/',
  'https://10.255.255.255/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.0.1/',
  'https://100.64.0.1/',
  'https://100.127.255.255/',
  'https://169.254.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://0xa9fea9fe/',
  'https://[::ffff:169.254.169.254]/',
  'https://100.100.100.200/',
  'https://168.63.129.16/',
  'https://192.0.0.192/',
  'https://[fd00:ec2::254]/',
  'https://[fe80::1]/',
  'https://[fc00::1]/',
  'https://[fdff::1]/',
  'https://[fec0::1]/',
  // Multicast, broadcast, documentation, benchmarks, reserved.
  'https://224.0.0.1/',
  'https://239.255.255.250/',
  'https://255.255.255.255/',
  'https://240.0.0.1/',
  'https://192.0.2.1/',
  'https://198.51.100.1/',
  'https://203.0.113.1/',
  'https://198.18.0.1/',
  'https://192.88.99.1/',
  'https://[ff02::1]/',
  'https://[2001:db8::1]/',
  'https://[3fff::1]/',
  'https://[100::1]/',
  'https://[5f00::1]/',
  'https://[4000::1]/',
  // IPv4 addresses inside IPv6 ones: NAT64, 6to4, Teredo, translated, ISATAP.
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b::a00:1]/',
  'https://[64:ff9b:1::a00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[2002:a00:1::1]/',
  'https://[2001:0:7f00:1::]/',
  'https://[::ffff:0:127.0.0.1]/',
  'https://[2607:f8b0::5efe:10.0.0.1]/',
  'https://[2607:f8b0::200:5efe:10.0.0.1]/',
];

const PUBLIC_URLS = [
  'https://shop.com/hook',
  'https://SHOP.com./hook?x=1',
  'https://api.shop.co.uk:8443/hook',
  'https://xn--bcher-kva.ch/',
  'https://bücher.ch/',
  'https://localhost.shop.com/',
  'https://internal-tools.shop.com/',
  'https://8.8.8.8/',
  'https://1.1.1.1:443/',
  'https://172.15.0.1/',
  'https://172.32.0.1/',
  'https://100.63.255.255/',
  'https://100.128.0.1/',
  'https://[2606:4700:4700::1111]/',
  'https://[2a00:1450:4001:830::200e]/',
];

const hostOf = (url: string) => new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
const isLiteral = (host: string) => isIPv6(host) || /^[\d.]+$/.test(host);

describe('the guard', () => {
  it.each(REFUSED_URLS)('refuses %s', (url) => {
    expect(ssrfGuard.refuseUrl(url)).toMatch(/^It/);
    // A name may resolve to the same address.
    if (URL.canParse(url) && isLiteral(hostOf(url).replace(/\.$/, '')))
      expect(ssrfGuard.refuseAddress(hostOf(url).replace(/\.$/, ''))).not.toBeNull();
  });

  it.each(PUBLIC_URLS)('allows %s', (url) => {
    expect(ssrfGuard.refuseUrl(url)).toBeNull();
    if (isLiteral(hostOf(url))) expect(ssrfGuard.refuseAddress(hostOf(url))).toBeNull();
  });

  it('refuses an address with a zone and what is none', () => {
    for (const text of ['fe80::1%eth0', '2606:4700::1%eth0', '', 'shop.com', '1.2.3.4.5'])
      expect(ssrfGuard.refuseAddress(text)).not.toBeNull();
  });

  it('has at least 60 refused forms and as many as ten public controls', () => {
    expect(new Set(REFUSED_URLS).size).toBeGreaterThanOrEqual(60);
    expect(PUBLIC_URLS.length).toBeGreaterThanOrEqual(10);
  });
});

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
async function serve(answer: Answer): Promise<{ url: string; port: number; connections: () => number }> {
  let connections = 0;
  const server: Server = createServer(answer).on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, port, connections: () => connections };
}
const json = (response: ServerResponse, value: unknown) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

function outbound(guard: AddressGuard, resolve?: Parameters<typeof undiciOutboundHttp>[1]) {
  const made = undiciOutboundHttp(guard, resolve);
  closing.push(() => made.close());
  return (url: string, more: Partial<OutboundRequest> = {}) =>
    made.postJson({
      url,
      body: '{}',
      headers: {},
      timeoutMs: 5_000,
      maxBytes: 1_000,
      expects: 'json',
      ...more,
    });
}

/** As a name server that an attacker runs. */
function resolvingTo(...answers: string[][]): NonNullable<Parameters<typeof undiciOutboundHttp>[1]> {
  let asked = 0;
  const resolve = (_name: string, _options: unknown, done: (e: null, all: LookupAddress[]) => void) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)]!;
    done(
      null,
      addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })),
    );
  };
  return resolve as unknown as NonNullable<Parameters<typeof undiciOutboundHttp>[1]>;
}

describe('a request', () => {
  it('is not sent to a private address, whatever the name', async () => {
    const sink = await serve((_, response) => json(response, {}));
    const names = { refuseUrl: () => null, refuseAddress: ssrfGuard.refuseAddress };
    for (const addresses of [
      ['127.0.0.1'],
      ['10.1.2.3'],
      ['::1'],
      ['::ffff:127.0.0.1'],
      ['93.184.216.34', '127.0.0.1'],
    ]) {
      const post = outbound(names, resolvingTo(addresses));
      expect(await post(`http://rebound.shop.com:${sink.port}/`)).toMatchObject({
        ok: false,
        reason: 'refused',
      });
    }
    expect(await outbound(names)(sink.url)).toMatchObject({ ok: false, reason: 'refused' });
    expect(await outbound(ssrfGuard)(sink.url)).toMatchObject({ ok: false, reason: 'refused' });
    expect(sink.connections()).toBe(0);
  });

  it('is not sent to a name that turns private after it was looked at', async () => {
    const sink = await serve((_, response) => json(response, {}));
    const resolve = resolvingTo(['127.0.0.1']);
    // The URL itself is fine; only what it becomes at the moment of connecting is not.
    expect(ssrfGuard.refuseUrl('https://rebound.shop.com:8443/')).toBeNull();
    const post = outbound(ssrfGuard, resolve);
    expect(await post('https://rebound.shop.com:8443/')).toMatchObject({ ok: false, reason: 'refused' });
    expect(sink.connections()).toBe(0);
  });

  it('carries the body once, and gives the JSON of the answer', async () => {
    const bodies: string[] = [];
    const server = await serve(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      bodies.push(body);
      json(response, { got: body });
    });
    const post = outbound(allowLoopback(server.url));
    expect(await post(server.url, { body: '{"a":1}' })).toEqual({
      ok: true,
      status: 200,
      json: { got: '{"a":1}' },
    });
    expect(bodies).toEqual(['{"a":1}']);
  });

  it('looks at every redirect, and follows only so many', async () => {
    const sink = await serve((_, response) => json(response, {}));
    const paths: string[] = [];
    const server = await serve((request, response) => {
      paths.push(request.url!);
      const [, hops, way] = /^\/(\d+)(.*)$/.exec(request.url!) ?? [];
      if (way === '/private' && hops === '0') response.writeHead(307, { location: sink.url }).end();
      else if (Number(hops) > 0) response.writeHead(308, { location: `/${Number(hops) - 1}${way}` }).end();
      else json(response, { hops });
    });
    const post = outbound(allowLoopback(server.url));
    expect(await post(`${server.url}2`)).toMatchObject({ ok: true });
    expect(await post(`${server.url}3`)).toMatchObject({ ok: false, reason: 'too_many_redirects' });
    expect(await post(`${server.url}1/private`)).toMatchObject({ ok: false, reason: 'refused' });
    expect(sink.connections()).toBe(0);
    expect(paths.filter((path) => path.endsWith('private'))).toEqual(['/1/private', '/0/private']);
  });

  it('does not become another one by a redirect', async () => {
    const server = await serve((_, response) => void response.writeHead(302, { location: '/other' }).end());
    const post = outbound(allowLoopback(server.url));
    expect(await post(server.url)).toMatchObject({ ok: false, reason: 'status', status: 302 });
  });

  it('is bounded in bytes and time, and takes JSON only', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/large') json(response, 'x'.repeat(2_000));
      else if (request.url === '/endless')
        response.writeHead(200, { 'content-type': 'application/json' }).write('[');
      else if (request.url === '/html')
        response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello</p>');
      else if (request.url === '/broken')
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":');
      else if (request.url === '/cut') response.destroy();
      else response.writeHead(500).end('{}');
    });
    const post = outbound(allowLoopback(server.url));
    const failed = async (path: string, timeoutMs = 5_000) => {
      const result = await post(server.url + path, { timeoutMs });
      return result.ok ? 'ok' : result.reason;
    };
    expect(await failed('large')).toBe('too_large');
    expect(await failed('endless', 300)).toBe('timeout');
    expect(await failed('html')).toBe('not_json');
    expect(await failed('broken')).toBe('not_json');
    expect(await failed('cut')).toBe('unreachable');
    expect(await failed('else')).toBe('status');
    expect(await post(server.url, { signal: AbortSignal.abort() })).toMatchObject({ ok: false });
  });
});
