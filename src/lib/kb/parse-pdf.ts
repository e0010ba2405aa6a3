/** PDF files as blocks with page numbers: text by pdf.js (through unpdf), headings guessed from the font size. */

import { getDocumentProxy } from 'unpdf';
import { AppError } from '#lib/core/errors.ts';
import { PARSE_MAX_TEXT_CHARS, PDF_MAX_PAGES } from '#lib/core/limits.ts';
import { corruptFile } from '#lib/kb/docx-archive.ts';
import { tooMuchText } from '#lib/kb/finish-document.ts';
import type { ParsedDocument } from '#lib/kb/parsed-document.ts';
import { linesToBlocks, type PdfLine } from '#lib/kb/pdf-lines.ts';

/** The end mark stands in the last 1 kB (ISO 32000-1, implementation note 18); more is allowed for what gets appended. */
const END_MARK_WITHIN_BYTES = 64 * 1024;

/** Share of the page's height at either end that counts as margin. */
const MARGIN_SHARE = 0.09;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

interface TextRun {
  str: string;
  /** The text matrix: [a, b, c, d, x, y]. */
  transform: number[];
  width: number;
  hasEOL: boolean;
}

/** Throws `file_encrypted`, `file_corrupt`, `file_has_no_text` (a scan) or `file_too_large`. */
export async function parsePdf(bytes: Uint8Array): Promise<ParsedDocument> {
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(-END_MARK_WITHIN_BYTES);
  if (!tail.includes('%%EOF')) {
    throw new AppError(
      'file_corrupt',
      'This PDF is cut off: its end is missing. Please upload the whole file.',
    );
  }
  const pdf = await openPdf(bytes);
  if (pdf.numPages > PDF_MAX_PAGES) {
    const allowed = PDF_MAX_PAGES.toLocaleString('en');
    throw new AppError(
      'file_too_large',
      `This PDF has more than ${allowed} pages. Please split it into smaller files.`,
    );
  }
  const lines = await readLines(pdf);
  if (lines.length === 0) {
    const message =
      'This PDF holds no text: its pages are pictures, probably scans. Please upload a version with text (run text recognition, OCR, on it first).';
    throw new AppError('file_has_no_text', message);
  }
  const blocks = linesToBlocks(lines);
  const heading = blocks.find((block) => block.kind === 'heading' && block.page === 1)?.text ?? null;
  return { title: (await titleProperty(pdf)) ?? heading, blocks };
}

async function openPdf(bytes: Uint8Array): Promise<Pdf> {
  try {
    return await getDocumentProxy(bytes, {
      disableFontFace: true,
      useSystemFonts: false,
      verbosity: 0,
      maxImageSize: 0,
    });
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'PasswordException') {
      throw new AppError(
        'file_encrypted',
        'This PDF is protected with a password. Please remove it and upload the file again.',
        { cause },
      );
    }
    throw corruptFile('PDF', cause);
  }
}

async function readLines(pdf: Pdf): Promise<PdfLine[]> {
  const lines: PdfLine[] = [];
  let chars = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    try {
      const page = await pdf.getPage(number);
      const content = await page.getTextContent();
      const runs = content.items.filter((item): item is typeof item & TextRun => 'str' in item);
      const [, bottom = 0, , top = 0] = page.view;
      const inner = (top - bottom) * MARGIN_SHARE;
      for (const line of runsToLines(runs, number)) {
        line.margin = line.y > top - inner || line.y < bottom + inner;
        lines.push(line);
        chars += line.text.length;
      }
      page.cleanup();
    } catch (cause) {
      throw corruptFile(`PDF (page ${number})`, cause);
    }
    if (chars > PARSE_MAX_TEXT_CHARS) throw tooMuchText(`more than ${chars} characters by page ${number}`);
  }
  return lines;
}

function runsToLines(runs: TextRun[], page: number): PdfLine[] {
  const lines: PdfLine[] = [];
  let open: PdfLine | null = null;
  for (const run of runs) {
    const [, , c = 0, d = 0, x = 0, y = 0] = run.transform;
    const size = Math.round(Math.hypot(c, d) * 2) / 2;
    const moved: boolean =
      open !== null && run.str.trim() !== '' && Math.abs(open.y - y) > Math.max(open.size, size) * 0.5;
    if (moved) open = null;
    if (open === null && run.str.trim() !== '') {
      open = { text: '', page, size, x, right: x, y, margin: false };
      lines.push(open);
    }
    if (open !== null) {
      open.text += run.str;
      open.right = Math.max(open.right, x + run.width);
      if (run.str.trim() !== '' && size > open.size) open.size = size;
    }
    if (run.hasEOL) open = null;
  }
  return lines.map((line) => ({ ...line, text: tidyLine(line.text) })).filter((line) => line.text !== '');
}

/** Dot leaders become a colon: `Espresso . . . . . 2.50` reads `Espresso: 2.50`. */
function tidyLine(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/ ?(?:\. ?){5,}/gu, ': ')
    .trim();
}

/** The title property, unless it is what programs put there by themselves. */
async function titleProperty(pdf: Pdf): Promise<string | null> {
  try {
    const { info } = await pdf.getMetadata();
    const title = String((info as Record<string, unknown>).Title ?? '').trim();
    const automatic =
      /^(?:untitled|microsoft (?:word|powerpoint|excel)\b|.*\.(?:docx?|pdf|indd|tex|xlsx?|pptx?)$|document\d*$|about:blank)/iu;
    return title === '' || automatic.test(title) ? null : title;
  } catch {
    return null;
  }
}
