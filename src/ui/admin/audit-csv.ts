/** The audit log as CSV that a spreadsheet shows as text: no cell of it is run as a formula. */
import Papa from 'papaparse';
import type { AuditEntry } from '#lib/contracts/admin.ts';

/** Whatever a spreadsheet may take for a formula, behind blanks and in full-width letters, too. */
const FORMULA = /^[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

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
  const data = entries.map((entry) =>
    COLUMNS.map((column) => {
      const value = entry[column];
      return value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
    }),
  );
  return Papa.unparse({ fields: [...COLUMNS], data }, { escapeFormulae: FORMULA });
}
