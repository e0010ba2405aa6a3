/** Opens transactions that are bound to a tenant, or to the platform with a reason; the same for both databases. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { isAppError } from '#lib/core/errors.ts';
import {
  IDLE_IN_TRANSACTION_TIMEOUT_MS,
  LOCK_TIMEOUT_MS,
  STATEMENT_TIMEOUT_MS,
  VECTOR_INDEX_EF_SEARCH,
} from '#lib/core/limits.ts';
import type {
  Database,
  PlatformReason,
  PlatformTransaction,
  PoolState,
  TenantTransaction,
} from '#lib/ports/database.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Tables } from '#lib/ports/schema.ts';
import { noTelemetry, type Telemetry } from '#lib/ports/telemetry.ts';
import { explainFailure } from './explain-failure.ts';

/** Everything is LOCAL: behind a transaction pooler, what is set for the session is the next tenant's. */
function bind(
  tx: Transaction<Tables>,
  role: 'tenant_user' | 'platform_user',
  tenantId: string,
): Promise<unknown> {
  return sql`select
    set_config('role', ${role}, true),
    set_config('app.tenant_id', ${tenantId}, true),
    set_config('search_path', 'app, extensions', true),
    set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true),
    set_config('jit', 'off', true),
    set_config('hnsw.ef_search', ${String(VECTOR_INDEX_EF_SEARCH)}, true),
    set_config('hnsw.iterative_scan', 'relaxed_order', true),
    set_config('lock_timeout', ${String(LOCK_TIMEOUT_MS)}, true),
    set_config('idle_in_transaction_session_timeout', ${String(IDLE_IN_TRANSACTION_TIMEOUT_MS)}, true)`.execute(
    tx,
  );
}

/** What every request and every few seconds do; what they change says so itself. */
const QUIET: ReadonlySet<PlatformReason> = new Set([
  'authenticate',
  'admin-session',
  'readiness',
  'recover-sources',
  'recover-mails',
  'recover-webhooks',
  'recover-workflows',
  'assess-forgotten',
  'resume-trial',
  'poll-flags',
  'list-flags',
  'admin-usage',
  'metrics',
  'admin-changes',
  'admin-health',
]);

/** A row level security policy, a missing grant, or no tenant set (001_tenancy.sql). */
const INSUFFICIENT_PRIVILEGE = '42501';

/** Counts what the database did not do; returns what is to be thrown. */
function counted(telemetry: Telemetry, error: unknown): unknown {
  if ((error as { code?: unknown } | null)?.code === INSUFFICIENT_PRIVILEGE)
    telemetry.count('frontdesk_rls_refusals_total', {});
  const explained = explainFailure(error);
  if (isAppError(explained) && explained.code === 'database_busy')
    telemetry.count('frontdesk_db_errors_total', { kind: 'busy' });
  if (isAppError(explained) && explained.code === 'database_unavailable')
    telemetry.count('frontdesk_db_errors_total', { kind: 'unavailable' });
  return explained;
}

/** `close` is what the adapter does to give its connections back. */
export function transactional(
  kysely: Kysely<Tables>,
  log: Log,
  close: () => Promise<void>,
  { telemetry = noTelemetry, pool }: { telemetry?: Telemetry; pool?: () => PoolState } = {},
): Database {
  let lastSuccessAt = Number.NEGATIVE_INFINITY;
  async function run<T>(
    role: 'tenant_user' | 'platform_user',
    tenantId: string,
    work: (tx: Transaction<Tables>) => Promise<T>,
  ): Promise<T> {
    try {
      const result = await kysely.transaction().execute(async (tx): Promise<T> => {
        await bind(tx, role, tenantId);
        return work(tx);
      });
      lastSuccessAt = performance.now();
      return result;
    } catch (error) {
      throw counted(telemetry, error);
    }
  }
  return {
    asTenant<T>(tenantId: string, work: (tx: TenantTransaction) => Promise<T>) {
      return run('tenant_user', tenantId, (tx) => work(tx as TenantTransaction));
    },
    asPlatform<T>(reason: PlatformReason, work: (tx: PlatformTransaction) => Promise<T>) {
      if (!QUIET.has(reason)) log.info({ reason }, 'transaction across tenants');
      return run('platform_user', '', (tx) => work(tx as PlatformTransaction));
    },
    ...(pool ? { pool } : {}),
    lastSuccessAt: () => lastSuccessAt,
    close,
  };
}
