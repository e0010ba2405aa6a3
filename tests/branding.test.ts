import { describe, expect, it } from 'vitest';
import { brandingBody, normalizeOrigin } from '#lib/contracts/branding.ts';

describe('an allowed origin', () => {
  it.each([
    ['https://Shop.Example', 'https://shop.example'],
    ['https://shop.example/', 'https://shop.example'],
    ['https://shop.example:443', 'https://shop.example'],
    ['https://shop.example:8443', 'https://shop.example:8443'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://localhost:5173', 'http://localhost:5173'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])('%s is kept as browsers send it', (given, kept) => {
    expect(normalizeOrigin(given)).toBe(kept);
  });

  it.each([
    '*',
    'https://*',
    'https://*.example',
    'http://shop.example',
    'http://localhost.evil.example',
    'https://shop.example/path',
    'https://shop.example?x',
    'https://shop.example#x',
    'https://user:pass@shop.example',
    'https://shop.example\\@evil.example',
    'shop.example',
    'null',
    '',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
  ])('%s is refused', (given) => {
    expect(normalizeOrigin(given)).toBeNull();
  });
});

describe('the branding contract', () => {
  it('brings colours, languages and origins into one spelling', () => {
    const given = {
      primary_color: '#ABC',
      secondary_color: '#1A73E8',
      locale: 'de-ch',
      allowed_origins: ['https://a.example/', 'https://A.example'],
    };
    expect(brandingBody.parse(given)).toEqual({
      primary_color: '#aabbcc',
      secondary_color: '#1a73e8',
      locale: 'de-CH',
      allowed_origins: ['https://a.example'],
    });
  });

  it.each([
    { primary_color: 'red' },
    { primary_color: '#12345' },
    { primary_color: '#fff;background:url(https://evil.example)' },
    { position: 'top' },
    { theme: 'neon' },
    { locale: 'english please' },
    { locale: null },
    { display_name: ' ' },
    { display_name: 'x'.repeat(81) },
    { allowed_origins: Array.from({ length: 21 }, (_, n) => `https://${n}.example`) },
    { tenant_id: '01890000-0000-7000-8000-000000000001' },
  ])('refuses %j', (given) => {
    expect(brandingBody.safeParse(given).success).toBe(false);
  });
});
