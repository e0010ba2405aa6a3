/** Writes table rows as text that can be searched and quoted on its own: `Header: cell; Header: cell`. */

export type Row = string[];

/** Longest cell that can be a column's name, in characters. */
const HEADER_MAX_CHARS = 80;
const VALUE = /^[\s\p{Sc}+\-–—~<>≤≥%.,:/()\d]*\d[\s\p{Sc}+\-–—%.,:/()\d]*(?:\p{L}{1,3})?$/u;
/** Rows looked at to judge the first one. */
const JUDGED_ROWS = 50;

/**
 * Whether the first row names the columns. `trusting` is for files that usually have a header (CSV); otherwise two
 * columns count as `key, value` pairs unless digits stand below a name without any.
 */
export function hasHeader(rows: readonly Row[], trusting: boolean): boolean {
  const first = rows[0];
  if (first === undefined || rows.length < 2) return false;
  const names = first.map((cell) => cell.trim());
  const width = Math.max(...rows.slice(1, 1 + JUDGED_ROWS).map((row) => row.length));
  if (names.length < 2 && width > 1) return false;
  if (
    names.some(
      (name) => name === '' || name.length > HEADER_MAX_CHARS || VALUE.test(name) || name.includes('@'),
    )
  ) {
    return false;
  }
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) return false;
  if (trusting || names.length > 2) return true;
  const below = rows.slice(1, 1 + JUDGED_ROWS);
  return names.some((name, column) => {
    if (/\d/u.test(name)) return false;
    return below.filter((row) => /\d/u.test(row[column] ?? '')).length * 2 > below.length;
  });
}

/** One line per row; empty cells and empty rows are left out, cells without a header stand alone. */
export function rowsToLines(rows: readonly Row[], header: Row | null): string[] {
  return rows.map((row) => rowToLine(row, header)).filter((line) => line !== '');
}

function rowToLine(row: Row, header: Row | null): string {
  const cells = row.map((cell) => cell.replace(/\s+/gu, ' ').trim());
  const filled = cells.filter((cell) => cell !== '');
  if (filled.length === 0) return '';
  if (header === null) return filled.length === 2 ? `${filled[0]}: ${filled[1]}` : filled.join('; ');
  // A single filled cell in a wide table is a divider ("Summer season"), not a value of the first column.
  if (filled.length === 1 && cells.length < header.length) return filled[0]!;
  return cells
    .map((cell, column) => {
      const name = (header[column] ?? '').replace(/\s+/gu, ' ').trim();
      return cell === '' ? '' : name === '' ? cell : `${name.replace(/:$/u, '')}: ${cell}`;
    })
    .filter((cell) => cell !== '')
    .join('; ');
}
