/** Whom a request comes from: the socket's address, or what trusted proxies say, never what a client says of itself. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Set by the host that has the socket. Not a header, so nobody outside can set it. */
const peers = new WeakMap<Request, string>();

export function rememberPeer(request: Request, address: string | undefined): void {
  if (address !== undefined) peers.set(request, address);
}

/**
 * One name for clients whose address is not known: a host that does not tell it (`next start`) with no trusted proxy in front.
 * They share their limits, because a header they send themselves would give each as many as it likes.
 */
export const UNKNOWN_ADDRESS = 'unknown';

/** An IPv4 address, or the /64 network of an IPv6 address, which is what one customer gets; null for anything else. */
export function networkOf(text: string): string | null {
  const address = text.trim().replace(/^\[(.+)\](?::\d+)?$/, '$1');
  if (isIP(address) === 0) return null;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const parts = (parsed as ipaddr.IPv6).parts.slice(0, 4);
  return `${parts.map((part) => part.toString(16)).join(':')}::/64`;
}

/**
 * Every proxy adds the address it sees to the end of `X-Forwarded-For`. With n trusted ones the n-th from the end is the client
 * as the outermost of them saw it; what stands before it is hearsay.
 */
export function clientAddress(request: Request, trustedProxies: number): string {
  const peer = peers.get(request);
  const direct = (peer && networkOf(peer)) ?? UNKNOWN_ADDRESS;
  if (trustedProxies === 0) return direct;
  const forwarded = (request.headers.get('x-forwarded-for') ?? '').split(',').filter((entry) => entry.trim());
  const claimed = forwarded.at(-Math.min(trustedProxies, forwarded.length));
  return (claimed && networkOf(claimed)) || direct;
}
