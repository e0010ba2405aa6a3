/** Reads an HTML table as a grid of cell texts, spans written out. */

import type { Element } from 'domhandler';
import { childrenOf, isElement, textOf, walk } from '#lib/kb/html-nodes.ts';
import { hasHeader, type Row, rowsToLines } from '#lib/kb/table-rows.ts';

const SPAN_MAX = 100;
const COLUMNS_MAX = 200;
const LAYOUT_TAGS = new Set([
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'article',
  'section',
  'form',
  'nav',
]);

/** Tables that only place things on the page are walked like any other element. */
export function isLayoutTable(table: Element): boolean {
  const role = table.attribs.role;
  if (role === 'presentation' || role === 'none') return true;
  let layout = false;
  let rows = 0;
  walk(table, (node) => {
    if (node !== table && LAYOUT_TAGS.has(node.name)) layout = true;
    if (node.name === 'tr') rows++;
    return !layout;
  });
  return layout || rows === 0;
}

/** The table's lines, `Header: cell; Header: cell` each. */
export function tableToLines(table: Element): string[] {
  const grid: Row[] = [];
  let headerRows = 0;
  let carried: { text: string; rows: number }[] = [];
  walk(table, (node) => {
    if (node.name !== 'tr') return node.name !== 'caption';
    const cells = childrenOf(node).filter((child) => child.name === 'td' || child.name === 'th');
    const inHead = isElement(node.parent) && node.parent.name === 'thead';
    const allNames = cells.length > 0 && cells.every((cell) => cell.name === 'th');
    if ((inHead || allNames) && headerRows === grid.length) headerRows++;
    const { row, next } = layRow(cells, carried);
    grid.push(row);
    carried = next;
    return false;
  });
  const header = headerOf(grid, headerRows);
  return rowsToLines(header === null ? grid : grid.slice(header.rows), header?.names ?? null);
}

/** Places a row's cells, repeating what spans columns and what spans down from the rows above. */
function layRow(cells: Element[], carried: { text: string; rows: number }[]) {
  const row: Row = [];
  const next: { text: string; rows: number }[] = [];
  const takeCarried = () => {
    while ((carried[row.length]?.rows ?? 0) > 0 && row.length < COLUMNS_MAX) {
      const { text, rows } = carried[row.length]!;
      next[row.length] = { text, rows: rows - 1 };
      row.push(text);
    }
  };
  for (const cell of cells) {
    takeCarried();
    const text = textOf(cell);
    const columns = spanOf(cell, 'colspan');
    for (let i = 0; i < columns && row.length < COLUMNS_MAX; i++) {
      next[row.length] = { text: i === 0 ? text : '', rows: spanOf(cell, 'rowspan') - 1 };
      row.push(i === 0 ? text : '');
    }
  }
  takeCarried();
  return { row, next };
}

function headerOf(grid: Row[], headerRows: number): { names: Row; rows: number } | null {
  if (headerRows > 0 && headerRows < grid.length) {
    const width = Math.max(...grid.slice(0, Math.min(headerRows, 3)).map((row) => row.length));
    const names = Array.from({ length: width }, (_, column) =>
      [...new Set(grid.slice(0, Math.min(headerRows, 3)).map((row) => (row[column] ?? '').trim()))]
        .filter((name) => name !== '')
        .join(' '),
    );
    return { names, rows: headerRows };
  }
  // Nothing but header rows is how some Word files come out: as good as none.
  return hasHeader(grid, false) ? { names: grid[0]!, rows: 1 } : null;
}

function spanOf(cell: Element, attribute: 'colspan' | 'rowspan'): number {
  const value = Number.parseInt(cell.attribs[attribute] ?? '1', 10);
  return Number.isFinite(value) ? Math.min(Math.max(value, 1), SPAN_MAX) : 1;
}
