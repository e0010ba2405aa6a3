/** What a tenant gets of a flag: switch, then lists, then its place in the rollout. */
import type { FlagKey } from '#lib/core/flag-keys.ts';
import type { FlagDecision, FlagReason } from '#lib/ports/flags.ts';
import { declarationOf, OFF } from './catalogue.ts';
import { BUCKETS, tenantBucket } from './tenant-bucket.ts';

export interface FlagRule {
  /** False turns it off for everybody, those on the list too. */
  enabled: boolean;
  /** Of tenants, 0 to 100. Raising it keeps those who are in. */
  percentage: number;
  variant: string;
  /** Always on, whatever the percentage. */
  allow: ReadonlySet<string>;
  /** Always off; wins over `allow`. */
  deny: ReadonlySet<string>;
  /** Of the row; 0 when there is none. */
  version: number;
}

const NOBODY: ReadonlySet<string> = new Set();

export function defaultRule(key: FlagKey): FlagRule {
  const [variant] = declarationOf(key).variants;
  return { enabled: true, percentage: 100, variant, allow: NOBODY, deny: NOBODY, version: 0 };
}

/** Whether chance decides about some tenants: only then there is a cohort to compare with the rest. */
export function isPartial({ enabled, percentage }: Pick<FlagRule, 'enabled' | 'percentage'>): boolean {
  return enabled && percentage > 0 && percentage < 100;
}

export function isIn(bucket: number, percentage: number): boolean {
  return bucket < percentage * (BUCKETS / 100);
}

export function decideFlag(key: FlagKey, rule: FlagRule, tenantId: string | null): FlagDecision {
  const { version } = rule;
  const { kind, variants } = declarationOf(key);
  const on = (reason: FlagReason, bucket: number | null = null): FlagDecision => {
    return { key, kind, version, enabled: true, variant: rule.variant, reason, bucket };
  };
  const off = (reason: FlagReason, bucket: number | null = null): FlagDecision => {
    return { key, kind, version, enabled: false, variant: OFF, reason, bucket };
  };
  if (version === 0) return on('DEFAULT');
  if (!rule.enabled) return off('DISABLED');
  const listed = rule.allow.size > 0 || rule.deny.size > 0;
  if (tenantId === null && (listed || isPartial(rule))) {
    return { key, kind, version, enabled: true, variant: variants[0], reason: 'ERROR', bucket: null };
  }
  if (listed && rule.deny.has(tenantId!)) return off('TARGETING_MATCH');
  if (listed && rule.allow.has(tenantId!)) return on('TARGETING_MATCH');
  if (!isPartial(rule)) return rule.percentage === 100 ? on('STATIC') : off('STATIC');
  const bucket = tenantBucket(key, tenantId!);
  return isIn(bucket, rule.percentage) ? on('SPLIT', bucket) : off('SPLIT', bucket);
}
