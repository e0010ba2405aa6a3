/** The database as verbs see it: short transactions that belong to one tenant, or say why they cross tenants. */
import type { Transaction } from 'kysely';
import type { Tables } from './schema.ts';

declare const scope: unique symbol;

/** A transaction that sees one tenant's rows only, enforced by row level security. */
export type TenantTransaction = Transaction<Tables> & { readonly [scope]: 'tenant' };

/** A transaction of the platform role, which sees every tenant. */
export type PlatformTransaction = Transaction<Tables> & { readonly [scope]: 'platform' };

/** Why a transaction may cross tenants; each use is logged and its call sites are pinned by a test. */
export type PlatformReason =
  | 'authenticate'
  | 'start-trial'
  | 'resume-trial'
  | 'upgrade-trial'
  | 'recover-workflows'
  | 'expire-trials'
  | 'purge'
  | 'recover-sources'
  | 'recover-mails'
  | 'recover-webhooks'
  | 'reembed'
  | 'readiness'
  | 'index-vectors'
  | 'set-rate-limits'
  | 'assess-forgotten'
  | 'poll-flags'
  | 'set-flag'
  | 'list-flags'
  | 'admin-session'
  | 'admin-login'
  | 'admin-users'
  | 'admin-setup'
  | 'admin-audit'
  | 'admin-workflows'
  | 'admin-trials'
  | 'admin-conversations'
  | 'admin-changes'
  | 'admin-health'
  | 'admin-usage'
  | 'metrics';

export interface PoolState {
  size: number;
  inUse: number;
  idle: number;
  /** Callers that wait for one. */
  waiting: number;
}

/**
 * Both run `work` in one transaction with role, tenant, search path and timeouts set LOCAL; it commits when the
 * promise resolves and rolls back when it rejects. No network call belongs inside.
 * Errors: `database_busy` when no connection is free in time, `database_unavailable` when it is gone.
 */
export interface Database {
  asTenant<T>(tenantId: string, work: (tx: TenantTransaction) => Promise<T>): Promise<T>;
  asPlatform<T>(reason: PlatformReason, work: (tx: PlatformTransaction) => Promise<T>): Promise<T>;
  /** The connections of this process now. */
  pool?(): PoolState;
  /** When a transaction last committed, in milliseconds of `performance.now()`; −∞ before the first. */
  lastSuccessAt(): number;
  close(): Promise<void>;
}
