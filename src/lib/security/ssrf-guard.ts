/**
 * Says whether the server may send a request to an address somebody else gave it: only public HTTPS addresses, by
 * whichever spelling. Sources: RFC 6890 and the IANA special-purpose registries, WHATWG URL for what a spelling means.
 */
import ipaddr from 'ipaddr.js';
import { OUTBOUND_PORTS, URL_MAX_CHARS } from '#lib/core/limits.ts';
import type { AddressGuard } from '#lib/ports/outbound-http.ts';

/** Names that only mean something inside a network (RFC 6761, RFC 6762, RFC 8375, RFC 9476 and common practice). */
const INNER_DOMAINS =
  /(^|\.)(localhost|localdomain|local|internal|intranet|lan|corp|home|private|test|invalid|alt|onion|i2p|arpa)$/;
/** Public by its range, yet answered inside a cloud: the platform address of Azure. */
const CLOUD_INNER = new Set(['168.63.129.16']);
/** All that is assigned as global unicast (RFC 4291 §2.4). */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];
/** The interface part of an ISATAP address (RFC 5214), which carries an IPv4 address. */
const ISATAP = new Set([0x0000, 0x0200]);
const ISATAP_MARK = 0x5efe;

function refuseUrl(text: string): string | null {
  if (text.length > URL_MAX_CHARS || !URL.canParse(text)) return 'It is not a URL.';
  const url = new URL(text);
  if (url.protocol !== 'https:') return 'It must begin with https://.';
  if (url.username !== '' || url.password !== '') return 'It must not hold a user name or password.';
  if (!OUTBOUND_PORTS.includes(url.port === '' ? 443 : Number(url.port)))
    return `Its port must be one of ${OUTBOUND_PORTS.join(', ')}.`;
  const host = url.hostname.replace(/\.$/, '');
  const literal = host.replace(/^\[(.*)\]$/, '$1');
  if (ipaddr.isValid(literal)) return refuseAddress(literal);
  if (!host.includes('.') || INNER_DOMAINS.test(host)) return 'Its host is not a public name.';
  return null;
}

function refuseAddress(address: string): string | null {
  return isPublic(address) ? null : 'Its address is not a public one.';
}

function isPublic(text: string): boolean {
  if (!ipaddr.isValid(text) || text.includes('%')) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv4) return !CLOUD_INNER.has(address.toString());
  const v6 = address as ipaddr.IPv6;
  return v6.match(GLOBAL_UNICAST) && !(ISATAP.has(v6.parts[4]!) && v6.parts[5] === ISATAP_MARK);
}

export const ssrfGuard: AddressGuard = { refuseUrl, refuseAddress };
