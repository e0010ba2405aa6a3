/** Feature flags as verbs see them: decided from memory for one tenant, and told how the work went. */
import type { FlagKey } from '#lib/core/flag-keys.ts';

/** Why a tenant gets what it gets, in OpenFeature's words. */
export type FlagReason = 'DEFAULT' | 'STATIC' | 'SPLIT' | 'TARGETING_MATCH' | 'DISABLED' | 'ERROR';

export interface FlagDecision {
  key: FlagKey;
  kind: 'boolean' | 'variant';
  /** Of the rule that decided; 0 is the catalogue's. */
  version: number;
  enabled: boolean;
  /** `on` or `off`; of a flag with several variants, the one that is served. */
  variant: string;
  reason: FlagReason;
  /** The tenant's place in a rollout that chance decided; null when a list, a switch or the default did. */
  bucket: number | null;
}

export interface FlagOutcome {
  /** It did not do what it should have, through no fault of who asked. */
  failed: boolean;
  ms: number;
}

export interface FlagExplanation {
  value: boolean | string;
  variant: string | undefined;
  reason: string | undefined;
  errorCode: string | undefined;
}

export interface FlagListener {
  /** Flags that were found changed. */
  changed(keys: readonly FlagKey[]): void;
  /** Whether what is known may be out of date, because it could not be looked at. */
  stale(stale: boolean): void;
}

export interface DecidedFlags {
  /** Never throws and never waits. Without a tenant, what tenants are told apart by falls back to the default. */
  decide(key: FlagKey, tenantId: string | null): FlagDecision;
  /** For the guard: how a piece of work that the flag decided about ended. */
  observe(decision: FlagDecision, outcome: FlagOutcome): void;
  /** Reads the flags now instead of at the next look. Never rejects: what was known last stays. */
  refresh(): Promise<void>;
  /** In place of the listener before; it is told at once when what is known may be out of date. */
  listen(listener: FlagListener): void;
  /** Hands in what was observed. */
  close(): Promise<void>;
}

export interface Flags extends Omit<DecidedFlags, 'listen'> {
  /** What an OpenFeature client is told. */
  explain(key: FlagKey, tenantId: string | null): Promise<FlagExplanation>;
}
