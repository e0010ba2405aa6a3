/** Parses a file in this process with the parser of its real format; only the parser child calls it on uploads. */

import { AppError, isAppError } from '#lib/core/errors.ts';
import { type DocumentFormat, detectFormat } from '#lib/kb/detect-format.ts';
import { finishDocument } from '#lib/kb/finish-document.ts';
import type { ParsedDocument } from '#lib/kb/parsed-document.ts';

type Parser = (bytes: Uint8Array) => ParsedDocument | Promise<ParsedDocument>;

/** Each parser is loaded only for its format: a text file must not wait for pdf.js. */
const PARSERS: Record<DocumentFormat, () => Promise<Parser>> = {
  pdf: async () => (await import('#lib/kb/parse-pdf.ts')).parsePdf,
  docx: async () => (await import('#lib/kb/parse-docx.ts')).parseDocx,
  html: async () => (await import('#lib/kb/parse-html.ts')).parseHtml,
  md: async () => (await import('#lib/kb/parse-markdown.ts')).parseMarkdown,
  txt: async () => (await import('#lib/kb/parse-text.ts')).parseText,
  csv: async () => (await import('#lib/kb/parse-csv.ts')).parseCsv,
};

/** Throws only AppErrors: what a parser trips over is the file's fault until proven otherwise, and said so. */
export async function parseBytes(
  bytes: Uint8Array,
  name: string,
  declaredType: string | null,
): Promise<ParsedDocument> {
  const format = detectFormat(bytes, name, declaredType);
  const parser = await PARSERS[format]();
  try {
    return finishDocument(await parser(bytes));
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    const nested = cause instanceof RangeError && cause.message.includes('call stack');
    const reason = nested ? 'its parts are nested too deeply' : 'it is damaged';
    throw new AppError(
      'file_corrupt',
      `This file cannot be read: ${reason}. Please save it again and upload it anew.`,
      {
        cause,
        internal: `${format}: ${String(cause)}`.slice(0, 500),
      },
    );
  }
}
