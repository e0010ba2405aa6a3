/** Chunks follow the document's structure, fit their bounds, lose nothing and come out the same every time. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_OVERLAP_CHARS, CHUNK_TARGET_CHARS, CHUNK_WHOLE_MAX_CHARS } from '#lib/core/limits.ts';
import { type Chunk, chunkDocument } from '#lib/kb/chunk-document.ts';
import { finishDocument } from '#lib/kb/finish-document.ts';
import { parsePlainText } from '#lib/kb/parse-text.ts';
import { type Block, createHeadingTrail, type ParsedDocument } from '#lib/kb/parsed-document.ts';

const sentence = (n: number) => `Sentence number ${n} tells something about bicycles and their riders.`;
const prose = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => sentence(from + i)).join(' ');

/** `# A` is a heading, `| x` a row, everything else a paragraph; page ends are `---`. */
function documentOf(...lines: string[]): ParsedDocument {
  const trail = createHeadingTrail();
  let page: number | null = lines.includes('---') ? 1 : null;
  const blocks: Block[] = [];
  for (const line of lines) {
    const heading = /^(#+) (.*)$/u.exec(line);
    if (line === '---') page = (page ?? 1) + 1;
    else if (heading !== null) {
      const path = trail.enter(heading[1]!.length, heading[2]!);
      blocks.push({ text: heading[2]!, page, heading: path, kind: 'heading' });
    } else
      blocks.push({
        text: line,
        page,
        heading: trail.path(),
        kind: line.startsWith('| ') ? 'table' : 'paragraph',
      });
  }
  return { title: null, blocks };
}

const placesOf = (chunks: Chunk[]) => chunks.map(({ heading, page }) => [heading, page]);

describe('chunkDocument', () => {
  it('keeps a short passage whole', async () => {
    const text = prose(0, 23);
    expect(text.length).toBeGreaterThan(CHUNK_TARGET_CHARS);
    expect(text.length).toBeLessThanOrEqual(CHUNK_WHOLE_MAX_CHARS);
    expect(await chunkDocument(parsePlainText('A', text))).toEqual([
      { ordinal: 0, text, heading: null, page: null },
    ]);
    const paragraphs = `${prose(0, 10)}\n\n${prose(10, 10)}`;
    expect(await chunkDocument(parsePlainText('A', paragraphs))).toHaveLength(1);
  });

  it('keeps big sections apart and joins small ones with their headings', async () => {
    const chunks = await chunkDocument(
      documentOf(
        '# Shop',
        'Welcome.',
        '## Hours',
        'Nine to six.',
        '## Address',
        'Harbour Lane.',
        '# Refunds',
        prose(0, 8),
        '# Repairs',
        prose(8, 8),
      ),
    );
    expect(chunks.map((chunk) => chunk.text)).toEqual([
      'Welcome.\n\nHours\nNine to six.\n\nAddress\nHarbour Lane.',
      prose(0, 8),
      prose(8, 8),
    ]);
    expect(placesOf(chunks)).toEqual([
      ['Shop', null],
      ['Refunds', null],
      ['Repairs', null],
    ]);
  });

  it('gives every question its own chunk and keeps headings without a body', async () => {
    const chunks = await chunkDocument(
      documentOf('# FAQ', '## Open?', 'Yes.', '## Closed?', 'No.', '# Only a heading'),
    );
    expect(chunks.map(({ heading, text }) => [heading, text])).toEqual([
      ['FAQ › Open?', 'Yes.'],
      ['FAQ › Closed?', 'No.'],
      ['Only a heading', 'Only a heading'],
    ]);
  });

  it('cuts long paragraphs at sentence ends with a small overlap and keeps page and heading', async () => {
    const chunks = await chunkDocument(documentOf('# Long', '---', prose(0, 200)));
    expect(chunks.length).toBeGreaterThan(10);
    for (const [i, chunk] of chunks.entries()) {
      expect(chunk).toMatchObject({ ordinal: i, heading: 'Long', page: 2 });
      expect(chunk.text.length).toBeLessThanOrEqual(CHUNK_TARGET_CHARS);
      expect(chunk.text).toMatch(/^Sentence .*\.$/su);
    }
    const numbers = chunks.map((chunk) =>
      [...chunk.text.matchAll(/number (\d+)/gu)].map((match) => Number(match[1])),
    );
    expect(new Set(numbers.flat()).size).toBe(200);
    for (let i = 1; i < numbers.length; i++) {
      const shared = numbers[i]!.filter((number) => numbers[i - 1]!.includes(number));
      expect(shared.length * sentence(100).length).toBeLessThanOrEqual(CHUNK_OVERLAP_CHARS);
    }
  });

  it('groups rows up to the target and never cuts one that fits', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `| Product: bike ${i}; Price: ${i * 10}; Colour: blue; Stock: yes`,
    );
    const chunks = await chunkDocument(documentOf(...rows));
    expect(chunks.flatMap((chunk) => chunk.text.split('\n'))).toEqual(rows);
    const lengths = chunks.map((chunk) => chunk.text.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(CHUNK_TARGET_CHARS);
    expect(Math.min(...lengths)).toBeGreaterThan(CHUNK_TARGET_CHARS / 2);
    const [wide] = await chunkDocument(documentOf(`| ${'Column: value; '.repeat(100)}`.trim()));
    expect(wide!.text.length).toBeLessThanOrEqual(CHUNK_WHOLE_MAX_CHARS);
  });

  it('cites the page where the text stands', async () => {
    const chunks = await chunkDocument(
      documentOf('# Hours', 'Nine to six.', '---', '# Address', 'Harbour Lane.', '---', prose(0, 7)),
    );
    expect(placesOf(chunks)).toEqual([
      ['Hours', 1],
      ['Address', 3],
    ]);
    const apart = await chunkDocument(documentOf(prose(0, 10), '---', prose(10, 30)));
    expect(apart.map((chunk) => chunk.page)).toEqual([1, 2, 2, 2]);
    const lengths = apart.slice(1).map((chunk) => chunk.text.length);
    expect(Math.min(...lengths)).toBeGreaterThan(Math.max(...lengths) / 2);
  });

  it('refuses more chunks than a source may have', async () => {
    const document = documentOf(...Array.from({ length: 30 }, (_, i) => prose(i, 12)));
    await expect(chunkDocument(document, { maxChunks: 10 })).rejects.toMatchObject({
      code: 'file_too_large',
    });
  });

  it('loses no word, exceeds no bound and repeats itself exactly, for any document', async () => {
    const word = fc.stringMatching(/^[a-zé]{1,12}[.,?]?$/u);
    const paragraph = fc.array(word, { minLength: 1, maxLength: 400 }).map((words) => words.join(' '));
    const heading = fc
      .tuple(fc.constantFrom('#', '##', '###'), word)
      .map(([marks, text]) => `${marks} ${text}`);
    const lines = fc.array(fc.oneof(paragraph, heading, fc.constant('---')), { minLength: 1, maxLength: 25 });
    const property = fc.asyncProperty(lines, async (content) => {
      fc.pre(content.some((line) => line !== '---'));
      const document = finishDocument(documentOf(...content));
      const chunks = await chunkDocument(document);
      expect(await chunkDocument(structuredClone(document))).toEqual(chunks);
      const found = new Set(
        chunks.flatMap((chunk) => `${chunk.heading ?? ''} ${chunk.text}`.split(/[\s›]+/u)),
      );
      const words = document.blocks.flatMap((block) => block.text.split(/\s+/u));
      expect(words.filter((text) => !found.has(text))).toEqual([]);
      expect(Math.max(...chunks.map((chunk) => chunk.text.length))).toBeLessThanOrEqual(
        CHUNK_WHOLE_MAX_CHARS,
      );
      expect(chunks.map((chunk) => chunk.ordinal)).toEqual(chunks.map((_, i) => i));
    });
    await fc.assert(property, { numRuns: 60, seed: 9 });
  });
});
