/** CSV as one block a row, `Header: value; Header: value`, whatever the delimiter, charset and raggedness. */

import Papa from 'papaparse';
import { AppError } from '#lib/core/errors.ts';
import { CSV_MAX_COLUMNS, PARSE_MAX_BLOCKS, PARSE_MAX_TEXT_CHARS } from '#lib/core/limits.ts';
import { decodeText } from '#lib/kb/decode-text.ts';
import { tooMuchText } from '#lib/kb/finish-document.ts';
import type { ParsedDocument } from '#lib/kb/parsed-document.ts';
import { hasHeader, type Row, rowsToLines } from '#lib/kb/table-rows.ts';

const DELIMITERS = [',', ';', '\t', '|'];
/** Text looked at to find the delimiter, in characters. */
const SAMPLE_CHARS = 64 * 1024;

/** Throws `file_too_large` above the limits of text, rows or columns. */
export async function parseCsv(bytes: Uint8Array): Promise<ParsedDocument> {
  const text = (await decodeText(bytes)).replace(/^\ufeff/u, '');
  if (text.length > PARSE_MAX_TEXT_CHARS) throw tooMuchText(`${text.length} characters of CSV`);
  const { hint, body } = takeSeparatorHint(text);
  const rows = readRows(body, hint ?? guessDelimiter(body));
  if (rows.length > PARSE_MAX_BLOCKS) throw tooMuchText(`${rows.length} rows`);
  const widest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (widest > CSV_MAX_COLUMNS) {
    throw new AppError(
      'file_too_large',
      `This CSV file has a row with ${widest.toLocaleString('en')} columns; ${CSV_MAX_COLUMNS.toLocaleString('en')} are allowed.`,
    );
  }
  const header = hasHeader(rows, true) ? rows[0]! : null;
  const lines = rowsToLines(header === null ? rows : rows.slice(1), header);
  // A table of names only: its header is all there is.
  const kept = lines.length === 0 ? rowsToLines(rows, null) : lines;
  return {
    title: null,
    blocks: kept.map((line) => ({ text: line, page: null, heading: null, kind: 'table' })),
  };
}

/** Excel writes `sep=;` as a first line. */
function takeSeparatorHint(text: string): { hint: string | null; body: string } {
  const match = /^sep=(.)\r?\n/u.exec(text.slice(0, 10));
  return match === null ? { hint: null, body: text } : { hint: match[1]!, body: text.slice(match[0].length) };
}

function guessDelimiter(text: string): string {
  const { meta } = Papa.parse(text.slice(0, SAMPLE_CHARS), {
    preview: 50,
    delimitersToGuess: DELIMITERS,
    skipEmptyLines: 'greedy',
  });
  return meta.delimiter;
}

function readRows(text: string, delimiter: string): Row[] {
  const options = { delimiter, skipEmptyLines: 'greedy' as const, preview: PARSE_MAX_BLOCKS + 2 };
  const quoted = Papa.parse<Row>(text, options);
  if (!quoted.errors.some((error) => error.type === 'Quotes')) return quoted.data;
  // A quote that never closes would swallow every row after it: here quotes are ordinary characters.
  const plain = Papa.parse<Row>(text, { ...options, quoteChar: '\u0000' });
  return plain.data.map((row) => row.map(unquote));
}

function unquote(cell: string): string {
  return /^\s*"[^"]*"\s*$/u.test(cell) ? cell.trim().slice(1, -1) : cell;
}
