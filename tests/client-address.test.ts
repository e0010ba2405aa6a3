import { describe, expect, it } from 'vitest';
import { clientAddress, networkOf, rememberPeer, UNKNOWN_ADDRESS } from '#lib/http/client-address.ts';

function request(peer: string | undefined, forwarded?: string): Request {
  const made = new Request('http://localhost/', {
    headers: forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded },
  });
  rememberPeer(made, peer);
  return made;
}

describe('networkOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    [' 10.0.0.1 ', '10.0.0.1'],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network));

  it.each(['', 'unknown', '10.0.0', '300.1.1.1', '10.0.0.1, 10.0.0.2', 'x'.repeat(10_000)])(
    'is nothing for %j',
    (text) => expect(networkOf(text)).toBeNull(),
  );
});

describe('clientAddress', () => {
  it('is the socket’s, whatever the headers say', () => {
    expect(clientAddress(request('203.0.113.7', '10.1.1.1'), 0)).toBe('203.0.113.7');
  });

  it('is what the outermost trusted proxy saw, not what the client claims before it', () => {
    const forwarded = '6.6.6.6, 203.0.113.7, 10.0.0.2';
    expect(clientAddress(request('10.0.0.1', forwarded), 1)).toBe('10.0.0.2');
    expect(clientAddress(request('10.0.0.1', forwarded), 2)).toBe('203.0.113.7');
  });

  it('is the socket’s when there is no such header, or nonsense in it', () => {
    expect(clientAddress(request('203.0.113.7'), 1)).toBe('203.0.113.7');
    expect(clientAddress(request('203.0.113.7', ' , '), 1)).toBe('203.0.113.7');
    expect(clientAddress(request('203.0.113.7', 'me'), 1)).toBe('203.0.113.7');
  });

  it('is one and the same for all whose socket nobody knows', () => {
    expect(clientAddress(request(undefined, '6.6.6.6'), 0)).toBe(UNKNOWN_ADDRESS);
    expect(clientAddress(request(undefined, '203.0.113.7'), 1)).toBe('203.0.113.7');
  });
});
