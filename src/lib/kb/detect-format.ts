/** Tells what a file really is from its bytes; its name only tells text kinds apart, its declared type nothing. */

import { AppError } from '#lib/core/errors.ts';
import { charsetOfMark, utf16WithoutMark } from '#lib/kb/charset-marks.ts';
import { readDocxDirectory } from '#lib/kb/docx-archive.ts';

export const DOCUMENT_FORMATS = ['pdf', 'docx', 'html', 'md', 'txt', 'csv'] as const;

export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** Bytes looked at to tell text from binary: bounded, so that this may run in the serving process. */
const SAMPLE_BYTES = 64 * 1024;
const ACCEPTED = 'Accepted are PDF, Word (.docx), HTML, Markdown, text and CSV files.';

const TEXT_EXTENSIONS: Record<string, DocumentFormat> = {
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  md: 'md',
  markdown: 'md',
  mdown: 'md',
  txt: 'txt',
  text: 'txt',
  log: 'txt',
  csv: 'csv',
  tsv: 'csv',
};

/** Files people try, by their first bytes (latin1), in words. */
const KNOWN_BINARIES: [magic: string, offset: number, kind: string][] = [
  ['\x89PNG', 0, 'a PNG picture'],
  ['\xff\xd8\xff', 0, 'a JPEG picture'],
  ['GIF8', 0, 'a GIF picture'],
  ['RIFF', 0, 'a picture, sound or video file'],
  ['BM', 0, 'a bitmap picture'],
  ['II*\0', 0, 'a TIFF picture'],
  ['MM\0*', 0, 'a TIFF picture'],
  ['ftyp', 4, 'a video or HEIC picture'],
  ['ID3', 0, 'a sound file'],
  ['OggS', 0, 'a sound or video file'],
  ['\x1f\x8b', 0, 'a compressed file'],
  ['7z\xbc\xaf\x27\x1c', 0, 'a 7-Zip archive'],
  ['Rar!', 0, 'a RAR archive'],
  ['MZ', 0, 'a program'],
  ['\x7fELF', 0, 'a program'],
  ['SQLite format 3', 0, 'a database file'],
];

/**
 * Reads at most the first 64 kB and, of ZIP archives, the directory.
 * Throws `file_empty`, `unsupported_file_type`, `file_encrypted`, `file_corrupt` or `file_too_large` (ZIP bombs), each
 * with a sentence for the person who chose the file. An encrypted or damaged PDF is found only when it is parsed.
 */
export function detectFormat(bytes: Uint8Array, name: string, _declaredType: string | null): DocumentFormat {
  if (bytes.length === 0) throw new AppError('file_empty', 'This file is empty.');
  const extension = extensionOf(name);
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 2048));
  if (isPdf(start, extension)) return 'pdf';
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) {
    readDocxDirectory(bytes);
    return 'docx';
  }
  if (start.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) throw olderOffice(bytes);
  if (start.startsWith('{\\rtf'))
    throw unsupported('This is an RTF document. Please save it as DOCX or PDF.');
  if (start.startsWith('%!PS')) throw unsupported('This is a PostScript file. Please save it as PDF.');
  if (isBinary(bytes)) throw binary(start, extension);
  return textFormat(bytes, extension);
}

/** Lower case and without the dot; '' when there is none. Digits alone are a version ("Terms 2.1"), not an extension. */
function extensionOf(name: string): string {
  const match = /\.([a-z0-9]{1,8})$/iu.exec(name.trim());
  return match === null || /^\d+$/u.test(match[1]!) ? '' : match[1]!.toLowerCase();
}

/** Readers accept the header anywhere in the first 1024 bytes (ISO 32000-1, implementation note 13). */
function isPdf(start: string, extension: string): boolean {
  const at = start.slice(0, 1029).search(/%PDF-\d/u);
  if (at < 0) return false;
  return extension === 'pdf' || at === 0 || /^(?:\xef\xbb\xbf)?\s*$/u.test(start.slice(0, at));
}

/** Compound files hold legacy Office documents and, under that roof, encrypted new ones (MS-OFFCRYPTO 2.3.4). */
function olderOffice(bytes: Uint8Array): AppError {
  // Entry names are UTF-16 and may lie anywhere; searched without copying.
  const haystack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const holds = (entry: string) => haystack.includes(Buffer.from(entry, 'utf16le'));
  if (holds('EncryptedPackage')) {
    return new AppError(
      'file_encrypted',
      'This Office document is protected with a password. Please remove it and upload the file again.',
    );
  }
  if (holds('WordDocument'))
    return unsupported('This is an old Word document (.doc). Please save it as DOCX or PDF.');
  if (holds('Workbook')) return unsupported('This is an old Excel workbook (.xls). Please save it as CSV.');
  return unsupported(`This is an old Office file, which cannot be read. ${ACCEPTED}`);
}

function isBinary(bytes: Uint8Array): boolean {
  if (charsetOfMark(bytes) !== null || utf16WithoutMark(bytes) !== null) return false;
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let odd = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    // Control characters no text has; tab, line ends, form feed and escape sequences may occur.
    if (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b && byte !== 0x1a) || byte === 0x7f) odd++;
  }
  return odd > 2 + sample.length * 0.01;
}

function binary(start: string, extension: string): AppError {
  for (const [magic, offset, kind] of KNOWN_BINARIES) {
    if (start.startsWith(magic, offset))
      return unsupported(`This is ${kind}, which holds no text to read. ${ACCEPTED}`);
  }
  if (extension === 'pdf' || extension === 'docx' || extension in TEXT_EXTENSIONS) {
    return unsupported(`This file is named .${extension} but holds something else. ${ACCEPTED}`);
  }
  return unsupported(`This is not a document that can be read. ${ACCEPTED}`);
}

function textFormat(bytes: Uint8Array, extension: string): DocumentFormat {
  const mark = charsetOfMark(bytes) ?? utf16WithoutMark(bytes) ?? 'utf-8';
  const start = new TextDecoder(mark).decode(bytes.subarray(0, 4096));
  if (start.trim() === '' && bytes.length <= 4096) throw new AppError('file_empty', 'This file is empty.');
  if (/^(?:<!doctype\s+html\b|<html[\s>])/iu.test(withoutProlog(start))) return 'html';
  const named = TEXT_EXTENSIONS[extension];
  if (named !== undefined) return named;
  if (extension === '') return 'txt';
  if (extension === 'pdf' || extension === 'docx' || extension === 'doc') {
    throw unsupported(
      `This file is named .${extension} but holds plain text. Please name it .txt, or export it again.`,
    );
  }
  throw unsupported(`Files of the type .${extension} cannot be read. ${ACCEPTED}`);
}

function unsupported(message: string): AppError {
  return new AppError('unsupported_file_type', message);
}

/** A page may begin with an XML declaration and with comments. */
function withoutProlog(text: string): string {
  let rest = text.trimStart();
  rest = rest.replace(/^<\?xml[^>]{0,200}>/iu, '').trimStart();
  for (let at = 0; ; ) {
    const end = rest.startsWith('<!--', at) ? rest.indexOf('-->', at + 4) : -1;
    if (end < 0) return rest.slice(at);
    at = end + 3;
    while (/\s/u.test(rest.charAt(at))) at += 1;
  }
}
