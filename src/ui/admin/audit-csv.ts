/** The audit log as CSV. */
import type { AuditEntry } from '#lib/contracts/admin.ts';
import { safeCsv } from './safe-csv.ts';

const COLUMNS = [
  'created_at',
  'actor',
  'email',
  'action',
  'subject',
  'before',
  'after',
  'address',
  'request_id',
  'audit_id',
] as const;

export function auditCsv(entries: readonly AuditEntry[]): string {
  return safeCsv(COLUMNS, entries);
}
