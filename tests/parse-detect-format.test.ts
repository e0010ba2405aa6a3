/** The bytes decide what a file is; names tell only text kinds apart, and every refusal says what to do. */

import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { isAppError } from '#lib/core/errors.ts';
import { DOCUMENT_FORMATS, detectFormat } from '#lib/kb/detect-format.ts';
import { buildDocx, buildPdf } from './fixtures/build-documents.ts';
import { businessDocuments } from './fixtures/business-documents.ts';
import { docxZipBomb, officeEncrypted } from './fixtures/hostile-documents.ts';

const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));

describe('detectFormat', () => {
  it('knows all six formats, whatever type is declared', async () => {
    const found = (await businessDocuments()).map(({ bytes, name }) =>
      detectFormat(bytes, name, 'image/png'),
    );
    expect(found).toEqual(['pdf', 'docx', 'html', 'md', 'txt', 'csv']);
  });

  it('believes the content and not the name', async () => {
    expect(detectFormat(await buildPdf('A', [[{ text: 'a' }]]), 'a.txt', null)).toBe('pdf');
    expect(detectFormat(await buildDocx('A', [{ text: 'a' }]), 'a.pdf', null)).toBe('docx');
    expect(detectFormat(strToU8('<!-- x -->\n<!DOCTYPE html><p>a'), 'a.pdf', null)).toBe('html');
    expect(detectFormat(utf16('<html><p>a'), 'a', null)).toBe('html');
    expect(detectFormat(strToU8('junk\n%PDF-1.4 talks about PDF'), 'a.txt', null)).toBe('txt');
  });

  it('looks past a declaration and comments, however many, at once', () => {
    const comments = '<!---->'.repeat(500);
    const at = process.cpuUsage();
    const page = strToU8(`<?xml version="1.0"?>\n${comments} <html>`);
    expect(detectFormat(page, 'a.txt', null)).toBe('html');
    expect(detectFormat(strToU8(`${comments}x`), 'a.txt', null)).toBe('txt');
    expect(detectFormat(strToU8('<!-- never ends <html>'), 'a.txt', null)).toBe('txt');
    expect(process.cpuUsage(at).user).toBeLessThan(1_000_000);
  });

  it('tells text kinds apart by the name', () => {
    const text = strToU8('a,b\n1,2\n');
    expect(
      ['a.csv', 'a.tsv', 'a.MD', 'a.markdown', 'a.txt', 'a.htm', 'notes', 'Terms 2.1'].map((name) =>
        detectFormat(text, name, null),
      ),
    ).toEqual(['csv', 'csv', 'md', 'md', 'txt', 'html', 'txt', 'txt']);
  });

  const refusals: [what: string, bytes: () => Uint8Array, name: string, code: string, says: string][] = [
    ['nothing', () => new Uint8Array(0), 'a.pdf', 'file_empty', 'empty'],
    ['blanks', () => strToU8('\n \n'), 'a.md', 'file_empty', 'empty'],
    [
      'an Excel workbook',
      () => zipSync({ 'xl/workbook.xml': strToU8('<x/>') }),
      'a.docx',
      'unsupported_file_type',
      'CSV',
    ],
    [
      'an OpenDocument text',
      () => zipSync({ 'content.xml': strToU8('<x/>') }),
      'a.odt',
      'unsupported_file_type',
      'DOCX or PDF',
    ],
    ['an archive', () => zipSync({ 'a.txt': strToU8('a') }), 'a.zip', 'unsupported_file_type', 'unpack'],
    ['a cut archive', () => strToU8('PK\u0003\u0004 word/document.xml'), 'a.docx', 'file_corrupt', 'damaged'],
    ['a locked Office file', officeEncrypted, 'a.docx', 'file_encrypted', 'password'],
    ['an RTF document', () => strToU8('{\\rtf1 hello}'), 'a.doc', 'unsupported_file_type', 'DOCX or PDF'],
    [
      'a program',
      () => Uint8Array.from([0x4d, 0x5a, 0, 1, 2, 3]),
      'a.pdf',
      'unsupported_file_type',
      'a program',
    ],
    ['text named as a script', () => strToU8('alert(1)'), 'a.js', 'unsupported_file_type', '.js'],
    ['text named as a PDF', () => strToU8('hello'), 'a.pdf', 'unsupported_file_type', 'plain text'],
    ['a ZIP bomb', () => docxZipBomb(70), 'a.docx', 'file_too_large', 'unpacks'],
  ];

  it.each(refusals)('refuses %s and says why', (_what, bytes, name, code, says) => {
    const refused = () => detectFormat(bytes(), name, null);
    expect(refused).toThrowError(
      expect.objectContaining({ code, publicMessage: expect.stringContaining(says) }),
    );
  });

  it('answers every random input with a format or an error from the list, in a moment', () => {
    const start = fc.constantFrom(
      '',
      'PK\u0003\u0004',
      'PK\u0005\u0006',
      '%PDF-1.',
      '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1',
    );
    const property = fc.property(
      start,
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ maxLength: 20 }),
      (head, rest, name) => {
        const bytes = new Uint8Array(Buffer.concat([Buffer.from(head, 'latin1'), rest]));
        try {
          expect(DOCUMENT_FORMATS).toContain(detectFormat(bytes, name, null));
        } catch (error) {
          if (!isAppError(error)) throw error;
          expect(error.publicMessage).toMatch(/\.$/u);
        }
      },
    );
    fc.assert(property, { numRuns: 1_000, seed: 8 });
  });

  it('takes little time for a large file', () => {
    const bytes = new Uint8Array(20 * 1024 * 1024).fill(0x61);
    const started = performance.now();
    expect(detectFormat(bytes, 'a.txt', null)).toBe('txt');
    expect(performance.now() - started).toBeLessThan(50);
  });
});
