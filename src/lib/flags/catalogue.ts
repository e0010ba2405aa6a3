/** Every feature flag there is: what it does, what off means, whose it is, and what holds until an operator says otherwise. */
import type { FlagKey } from '#lib/core/flag-keys.ts';

export interface FlagDeclaration {
  /** `boolean` has the variants on and off; `variant` has `off` and those listed. */
  kind: 'boolean' | 'variant';
  /** What can be served when it is on; the first is the default. */
  variants: readonly [string, ...string[]];
  description: string;
  /** What a tenant gets that it is off for. */
  off: string;
  owner: string;
  /** Work that takes longer counts as slow for the guard, in milliseconds. */
  slowAfterMs: number;
}

const onOff = { kind: 'boolean', variants: ['on'] } as const;

export const OFF = 'off';

/** Without a row in the database each is on for everybody, in its first variant. */
export const CATALOGUE = {
  'llm-answers': {
    ...onOff,
    description: 'A chat model words the answers, where one is configured.',
    off: 'Answers quote the documents.',
    owner: 'answers',
    slowAfterMs: 10_000,
  },
  'batch-sharing': {
    kind: 'variant',
    variants: ['near', 'nearest'],
    description:
      'Questions of a batch that are near each other share a search: from a cosine of 0.95 (near) or 0.975 (nearest) on.',
    off: 'Each question of a batch is searched for by itself.',
    owner: 'retrieval',
    slowAfterMs: 2_000,
  },
  'approximate-index': {
    ...onOff,
    description: 'Tenants with many chunks are searched through their vector index.',
    off: 'Every search is exact, over all chunks.',
    owner: 'retrieval',
    slowAfterMs: 1_000,
  },
  'redis-limiter': {
    ...onOff,
    description: 'Rate limits are counted in Redis, by all instances together.',
    off: 'Each instance counts its share by itself; limits that must never be exceeded stay in Redis.',
    owner: 'platform',
    slowAfterMs: 50,
  },
  'agent-tools': {
    ...onOff,
    description: 'Answers may offer actions, and actions may be run.',
    off: 'No action is offered, and none is run.',
    owner: 'tools',
    slowAfterMs: 10_000,
  },
} as const satisfies Record<FlagKey, FlagDeclaration>;

export function declarationOf(key: FlagKey): FlagDeclaration {
  return CATALOGUE[key];
}
