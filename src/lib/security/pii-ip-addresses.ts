/** IPv4 and IPv6 addresses, but not versions, times and scope operators that look like them. */
import { isIPv6 } from 'node:net';
import { labelBefore } from './pii-context.ts';
import type { Span } from './pii-types.ts';

const IPV4 = /(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\w|\.\d)/g;
const VERSION_WORD =
  /(?:\b(?:versi[oó]ne?|ver\.?|v|release|rel\.?|build|firmware|fw|section|sect?\.?|chapter|kapitel|abschnitt|clause|paragraph|article|artikel)|§)\W{0,3}$/i;
const LETTER = /[A-Za-z§]/;
const IPV6_MAX_CHARS = 45;
const HEX_OR_COLON = /[0-9A-Fa-f:]/;
const IPV6_REST = /[0-9A-Fa-f:.]/;
/** This machine: it tells nothing of anybody. */
const OWN_MACHINE = /^(?:127\.|0\.0\.0\.0$|::1$|::$)/;
const OWN_NETWORK = /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:|fe80:)/i;

/** `ownNetwork: false` leaves addresses alone that many networks have (RFC 1918 and the like). */
export function findIpAddresses(text: string, { ownNetwork = true } = {}): Span[] {
  const six = findIpv6(text);
  const within = new Set(six.map(({ end }) => end));
  const four = findIpv4(text).filter(({ end }) => !within.has(end));
  return [...six, ...four].filter(({ start, end }) => {
    const address = text.slice(start, end);
    return !OWN_MACHINE.test(address) && (ownNetwork || !OWN_NETWORK.test(address));
  });
}

function findIpv4(text: string): Span[] {
  return [...text.matchAll(IPV4)].flatMap(({ 0: address, index: start }) => {
    const inRange = address.split('.').every((part) => Number(part) < 256);
    const named = LETTER.test(text.slice(Math.max(0, start - 4), start));
    return inRange && !(named && labelBefore(text, start, VERSION_WORD))
      ? [{ start, end: start + address.length }]
      : [];
  });
}

function findIpv6(text: string): Span[] {
  const spans: Span[] = [];
  let floor = 0;
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', Math.max(floor, colon + 1))) {
    const least = Math.max(floor, colon - IPV6_MAX_CHARS);
    let start = colon;
    while (start > least && HEX_OR_COLON.test(text[start - 1]!)) start -= 1;
    const most = Math.min(text.length, start + IPV6_MAX_CHARS + 1);
    let end = colon + 1;
    while (end < most && IPV6_REST.test(text[end]!)) end += 1;
    floor = end;
    if (/[\w.]/.test(text[start - 1] ?? ' ') || /\w/.test(text[end] ?? ' ')) continue;
    if (text[start] === ':' && text[start + 1] !== ':') start += 1;
    while (end > start && (text[end - 1] === '.' || (text[end - 1] === ':' && text[end - 2] !== ':')))
      end -= 1;
    if (isPlausible(text.slice(start, end))) spans.push({ start, end });
  }
  return spans;
}

/** Valid, and not what a typing error makes of a time or a name: of whole length, or with digits and a long group. */
function isPlausible(address: string): boolean {
  if (!isIPv6(address)) return false;
  if (!address.includes('::')) return true;
  const groups = address.split(':').filter((group) => group !== '');
  return (
    /\d/.test(address) &&
    (address.startsWith('::') || groups.length > 3 || groups.some((group) => group.length > 2))
  );
}
