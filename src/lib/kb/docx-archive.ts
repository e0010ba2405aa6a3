/** Tells what a ZIP archive is by its directory, and whether a Word document in it is safe to unpack. */

import { AppError } from '#lib/core/errors.ts';
import {
  ZIP_MAX_ENTRIES,
  ZIP_MAX_ENTRY_BYTES,
  ZIP_MAX_RATIO,
  ZIP_MAX_UNPACKED_BYTES,
  ZIP_RATIO_FROM_BYTES,
} from '#lib/core/limits.ts';
import { readZipDirectory, type ZipEntry } from '#lib/kb/zip-directory.ts';

/** What else ZIP archives are, by a part that only they have. */
const OTHER_ARCHIVES: [part: RegExp, kind: string, advice: string][] = [
  [/^xl\//u, 'an Excel workbook', ' Please save it as CSV.'],
  [/^ppt\//u, 'a PowerPoint presentation', ' Please save it as PDF.'],
  [/^content\.xml$/u, 'an OpenDocument file', ' Please save it as DOCX or PDF.'],
  [/^Index\/Document\.iwa$/u, 'a Pages document', ' Please export it as DOCX or PDF.'],
  [/^META-INF\/container\.xml$/u, 'an e-book', ' Please save it as PDF or HTML.'],
];

export function corruptFile(what: string, cause: unknown): AppError {
  const internal =
    cause instanceof Error ? `${cause.name}: ${cause.message}`.slice(0, 500) : String(cause).slice(0, 500);
  return new AppError(
    'file_corrupt',
    `This ${what} is damaged and cannot be read. Please save it again and upload it anew.`,
    {
      internal,
      cause,
    },
  );
}

/** Throws `unsupported_file_type` for other archives, and `file_corrupt`, `file_encrypted` or `file_too_large`. */
export function readDocxDirectory(bytes: Uint8Array): ZipEntry[] {
  const entries = readZipDirectory(bytes, ZIP_MAX_ENTRIES);
  if (entries === null) {
    // A Word file that lost its end still begins with its first parts.
    const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
    const office = /\[Content_Types\]\.xml|word\//u.test(start);
    throw corruptFile(office ? 'Word document' : 'archive', 'no ZIP directory');
  }
  if (!entries.some((entry) => entry.name === 'word/document.xml')) throw notWord(entries);
  if (entries.some((entry) => entry.encrypted)) {
    throw new AppError(
      'file_encrypted',
      'This Word document is protected with a password. Please remove it and upload the file again.',
    );
  }
  const packed = entries.reduce((sum, entry) => sum + entry.compressedBytes, 0);
  const unpacked = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const largest = entries.reduce((most, entry) => Math.max(most, entry.bytes), 0);
  const suspicious = unpacked > ZIP_RATIO_FROM_BYTES && unpacked > packed * ZIP_MAX_RATIO;
  const tooMany = entries.length > ZIP_MAX_ENTRIES;
  if (tooMany || suspicious || unpacked > ZIP_MAX_UNPACKED_BYTES || largest > ZIP_MAX_ENTRY_BYTES) {
    const message =
      'This Word document unpacks to far more data than a document should hold, so it was not read.';
    const internal = `${entries.length} parts, ${packed} bytes packed, ${unpacked} unpacked, largest ${largest}`;
    throw new AppError('file_too_large', message, { internal });
  }
  return entries;
}

function notWord(entries: ZipEntry[]): AppError {
  for (const [part, kind, advice] of OTHER_ARCHIVES) {
    if (entries.some((entry) => part.test(entry.name))) {
      return new AppError('unsupported_file_type', `This is ${kind}, which cannot be read yet.${advice}`);
    }
  }
  return new AppError(
    'unsupported_file_type',
    'This is a ZIP archive. Please unpack it and upload the files in it.',
  );
}
