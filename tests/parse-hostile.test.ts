/** PROMISES 6: no file takes the service down; each ends explained, within its bounds, and the next one still parses. */

import fc from 'fast-check';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, type ErrorCode, isAppError } from '#lib/core/errors.ts';
import { PARSE_MEMORY_MB } from '#lib/core/limits.ts';
import { chunkDocument } from '#lib/kb/chunk-document.ts';
import { DOCUMENT_FORMATS } from '#lib/kb/detect-format.ts';
import { parseDocument } from '#lib/kb/parse-document.ts';
import { buildDocx, buildPdf } from './fixtures/build-documents.ts';
import * as hostile from './fixtures/hostile-documents.ts';
import { measureCost } from './fixtures/watch-children.ts';

const ELAPSED_MAX_MS = 35_000;
const LOOP_P99_MAX_MS = 100;

const filled = (bytes: number, text: string) => new Uint8Array(Buffer.alloc(bytes, text));

/** `parsed` where reading it is the right answer. */
const CASES: [name: string, outcome: ErrorCode | 'parsed', build: () => Uint8Array | Promise<Uint8Array>][] =
  [
    ['empty.pdf', 'file_empty', () => new Uint8Array(0)],
    ['blank.txt', 'file_empty', () => strToU8(' \n\t\n ')],
    ['encrypted.pdf', 'file_encrypted', () => hostile.pdfEncrypted('a password')],
    ['open-to-all.pdf', 'parsed', () => hostile.pdfEncrypted('')],
    [
      'truncated.pdf',
      'file_corrupt',
      async () => (await buildPdf('Cut', [[{ text: 'Cut off.' }]])).slice(0, -400),
    ],
    ['scan.pdf', 'file_has_no_text', () => hostile.pdfScan()],
    ['nested-arrays.pdf', 'file_corrupt', () => hostile.pdfDeepNesting(100_000)],
    ['flate-bomb.pdf', 'parse_out_of_memory', () => hostile.pdfFlateBomb(300)],
    ['page.pdf', 'parsed', () => strToU8('<!doctype html><p>HTML that calls itself a PDF.</p>')],
    ['notes.pdf', 'unsupported_file_type', () => strToU8('Plain text that calls itself a PDF.')],
    ['zip-bomb.docx', 'file_too_large', () => hostile.docxZipBomb(250)],
    ['lying-bomb.docx', 'file_too_large', () => hostile.docxLyingBomb(100)],
    ['nested-bomb.docx', 'parsed', () => hostile.docxNestedBomb()],
    ['entity-bomb.docx', 'file_corrupt', () => hostile.docxEntityBomb()],
    ['tree-bomb.docx', 'parse_out_of_memory', () => hostile.docxTreeBomb(40)],
    ['nested-parts.docx', 'file_corrupt', () => hostile.docxDeepNesting(20_000)],
    ['broken.docx', 'file_corrupt', () => hostile.docxBrokenDeflate()],
    ['cut.docx', 'file_corrupt', async () => (await buildDocx('Cut', [{ text: 'Cut off.' }])).slice(0, -300)],
    ['encrypted-zip.docx', 'file_encrypted', () => hostile.docxEncryptedEntries()],
    ['encrypted-office.docx', 'file_encrypted', () => hostile.officeEncrypted()],
    ['picture.docx', 'unsupported_file_type', () => hostile.onePixelPng()],
    ['picture.txt', 'unsupported_file_type', () => hostile.onePixelPng()],
    [
      'binary.txt',
      'unsupported_file_type',
      () => Uint8Array.from({ length: 5_000 }, (_, i) => (i * 7_919) % 256),
    ],
    ['deep.html', 'file_corrupt', () => hostile.deepHtml(100_000)],
    ['unclosed.html', 'file_corrupt', () => hostile.unclosedHtml(100_000)],
    ['quotes.md', 'file_corrupt', () => filled(100_000, '>')],
    ['brackets.md', 'parsed', () => filled(200_000, '[x')],
    ['emphasis.md', 'parsed', () => filled(400_000, '*a_ ')],
    ['one-line.txt', 'file_too_large', () => filled(50_000_000, 'word ')],
    ['one-word.txt', 'parsed', () => filled(2_000_000, 'x')],
    ['line-ends.txt', 'file_has_no_text', () => filled(20_000_000, '\n')],
    ['columns.csv', 'file_too_large', () => filled(2_000_000, 'a,')],
    ['open-quote.csv', 'parsed', () => strToU8(`a,b\n${'"never closed,1\n'.repeat(50_000)}`)],
    ['only-quotes.csv', 'file_has_no_text', () => strToU8(`a,b\n${'"'.repeat(2_000_000)}`.slice(4))],
    ['rows.csv', 'parsed', () => strToU8(`a,b\n${'x,1\n'.repeat(99_000)}`)],
  ];

async function outcomeOf(bytes: Uint8Array, name: string): Promise<{ outcome: string; message: string }> {
  try {
    await chunkDocument(await parseDocument({ bytes, name, declaredType: 'application/pdf' }));
    return { outcome: 'parsed', message: '' };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { outcome: error.code, message: error.publicMessage };
  }
}

describe('hostile files', () => {
  it.each(CASES)('%s ends as %s', { timeout: 60_000 }, async (name, outcome, build) => {
    const bytes = await build();
    const { result, cost } = await measureCost(() => outcomeOf(bytes, name));
    expect(result.outcome).toBe(outcome);
    if (outcome !== 'parsed') expect(result.message).toMatch(/^This .*\.$|^Reading this .*\.$/u);
    expect(cost.elapsedMs).toBeLessThanOrEqual(ELAPSED_MAX_MS);
    expect(cost.peakResidentMb).toBeLessThanOrEqual(PARSE_MEMORY_MB);
    expect(cost.loopP99Ms).toBeLessThanOrEqual(LOOP_P99_MAX_MS);
  });

  it('leave ordinary files readable', async () => {
    const input = { bytes: hostile.pdfFlateBomb(100), name: 'bomb.pdf', declaredType: null };
    const bomb = parseDocument(input, { memoryMb: 256 }).catch((error) => error);
    const bytes = await buildPdf('After', [[{ text: 'Still read.' }]]);
    const document = await parseDocument({ bytes, name: 'after.pdf', declaredType: null });
    expect(document.blocks.map((block) => block.text)).toEqual(['Still read.']);
    expect(await bomb).toMatchObject({ code: 'parse_out_of_memory' });
  });
});

describe('random files', () => {
  const name = fc.constantFrom(...DOCUMENT_FORMATS, 'exe', '').map((extension) => `file.${extension}`);
  const head = fc.constantFrom('', '%PDF-1.7\n', 'PK\u0003\u0004', '<!doctype html>', '\u00ff\u00fe');
  const random = fc.tuple(head, fc.uint8Array({ maxLength: 4_000 })).map(([start, rest]) => {
    return new Uint8Array(Buffer.concat([Buffer.from(start, 'latin1'), rest]));
  });

  it('always end as text or as an error from the list', async () => {
    const property = fc.asyncProperty(random, name, async (bytes, file) => {
      const { outcome } = await outcomeOf(bytes, file);
      expect(['parsed', ...ERROR_CODES]).toContain(outcome);
      expect(outcome).not.toBe('internal');
    });
    await fc.assert(property, { numRuns: 16, seed: 6 });
  });

  it('made by damaging real ones end so, too', async () => {
    const pdf = await buildPdf('Real', [
      [{ heading: 'Real' }, { text: 'A real document.' }],
      [{ text: 'Page two.' }],
    ]);
    const docx = await buildDocx('Real', [
      { heading: 1, text: 'Real' },
      { list: ['a', 'b'] },
      {
        table: [
          ['a', 'b'],
          ['1', '2'],
        ],
      },
    ]);
    const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 30,
    });
    const property = fc.asyncProperty(fc.constantFrom(pdf, docx), damage, async (original, changes) => {
      const bytes = original.slice();
      for (const [place, value] of changes) bytes[Math.floor(place * bytes.length)] = value;
      expect((await outcomeOf(bytes, 'damaged')).outcome).not.toBe('internal');
    });
    await fc.assert(property, { numRuns: 20, seed: 7 });
  });
});
