/** Rows as CSV that a spreadsheet shows as text: no cell of it is run as a formula. */
import Papa from 'papaparse';

/** Whatever a spreadsheet may take for a formula, behind blanks and in full-width letters, too. */
const FORMULA = /^[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** One row each, with the columns in this order; what is no plain value is written as JSON. */
export function safeCsv<T extends object>(
  columns: readonly (keyof T & string)[],
  rows: readonly T[],
): string {
  const data = rows.map((row) =>
    columns.map((column) => {
      const value: unknown = row[column];
      return value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
    }),
  );
  return Papa.unparse({ fields: [...columns], data }, { escapeFormulae: FORMULA });
}
