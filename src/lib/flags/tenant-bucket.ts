/** A tenant's place in the rollout of a flag: always the same, spread evenly, and independent between flags. */

export const BUCKETS = 10_000;

/**
 * 0 to BUCKETS − 1. FNV-1a (Fowler, Noll & Vo; draft-eastlake-fnv) over the flag's key and the tenant's id, then the
 * finalizer of MurmurHash3, without which ids that differ in their last digits would stand together. Not secret, and it
 * need not be: a tenant does not choose its id.
 */
export function tenantBucket(flag: string, tenantId: string): number {
  let hash = fnv1a(fnv1a(fnv1a(0x811c9dc5, flag), '/'), tenantId);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % BUCKETS;
}

function fnv1a(hash: number, text: string): number {
  let next = hash;
  for (let i = 0; i < text.length; i++) next = Math.imul(next ^ text.charCodeAt(i), 0x01000193);
  return next;
}
