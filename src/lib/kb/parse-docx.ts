/** Word documents (.docx) as blocks: checked for bombs before unpacking, read by mammoth, walked as HTML. */

import { inflateRawSync } from 'node:zlib';
import mammoth from 'mammoth';
import { AppError } from '#lib/core/errors.ts';
import { ZIP_MAX_ENTRIES, ZIP_MAX_ENTRY_BYTES, ZIP_MAX_UNPACKED_BYTES } from '#lib/core/limits.ts';
import { corruptFile, readDocxDirectory } from '#lib/kb/docx-archive.ts';
import { htmlToDocument } from '#lib/kb/parse-html.ts';
import type { ParsedDocument } from '#lib/kb/parsed-document.ts';
import { type ZipEntry, zipEntryData } from '#lib/kb/zip-directory.ts';

const STYLE_MAP = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='Code'] => pre:separator('\\n')",
];

/** Throws `file_corrupt`, `file_encrypted` or `file_too_large`. */
export async function parseDocx(bytes: Uint8Array): Promise<ParsedDocument> {
  const entries = readDocxDirectory(bytes);
  const title = unpackAll(bytes, entries);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const options = {
    styleMap: STYLE_MAP,
    includeEmbeddedStyleMap: false,
    externalFileAccess: false,
    // Pictures are never unpacked.
    convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
  };
  let html: string;
  try {
    html = (await mammoth.convertToHtml({ buffer }, options)).value;
  } catch (cause) {
    throw corruptFile('Word document', cause);
  }
  const document = htmlToDocument(html, 'fragment');
  return { title: title ?? document.title, blocks: document.blocks };
}

/**
 * Unpacks every part once, counting what comes out instead of believing the sizes, and returns the title property.
 * Document type declarations are what entity bombs are made of, and OOXML (ECMA-376 part 2, 8.1.4) forbids them.
 */
function unpackAll(bytes: Uint8Array, entries: ZipEntry[]): string | null {
  if (entries.length > ZIP_MAX_ENTRIES) throw corruptFile('Word document', 'too many parts');
  let total = 0;
  let title: string | null = null;
  for (const entry of entries) {
    const part = unpack(bytes, entry);
    total += part.length;
    if (part.length > entry.bytes || total > ZIP_MAX_UNPACKED_BYTES)
      throw bomb(`${entry.name}: ${part.length} bytes`);
    if (!/\.(?:xml|rels)$/iu.test(entry.name)) continue;
    if (part.includes('<!DOCTYPE') || part.includes('<!ENTITY')) {
      throw corruptFile('Word document', `${entry.name} has a document type declaration`);
    }
    if (entry.name === 'docProps/core.xml') title = titleProperty(part.toString('utf8'));
  }
  return title;
}

function unpack(bytes: Uint8Array, entry: ZipEntry): Buffer {
  const data = zipEntryData(bytes, entry);
  if (data === null) throw corruptFile('Word document', `${entry.name} lies outside of the file`);
  if (entry.method === 0) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (entry.method !== 8)
    throw corruptFile('Word document', `${entry.name} is packed by method ${entry.method}`);
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, Math.min(entry.bytes, ZIP_MAX_ENTRY_BYTES)) });
  } catch (cause) {
    const overflow = cause instanceof RangeError;
    throw overflow
      ? bomb(`${entry.name} unpacks to more than it claims`)
      : corruptFile('Word document', cause);
  }
}

function bomb(internal: string): AppError {
  const message = 'This Word document unpacks to far more data than it claims, so it was not read.';
  return new AppError('file_too_large', message, { internal });
}

function titleProperty(xml: string): string | null {
  const value = /<dc:title>([^<]{1,500})<\/dc:title>/u.exec(xml)?.[1]?.trim() ?? '';
  const plain = value
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
  return plain === '' ? null : plain;
}
