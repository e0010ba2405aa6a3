/** Ordinary documents of all six formats keep their text, headings, lists, tables and pages. */

import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseBytes } from '#lib/kb/parse-bytes.ts';
import { parseDocument } from '#lib/kb/parse-document.ts';
import { parsePlainText } from '#lib/kb/parse-text.ts';
import { splitLongBlocks } from '#lib/kb/split-long-text.ts';
import { buildDocx, buildPdf } from './fixtures/build-documents.ts';
import { businessDocuments } from './fixtures/business-documents.ts';

/** In the parser child, as uploads are; the same parsers in this process must agree. */
const parse = async (name: string, content: Uint8Array | string) => {
  const bytes = typeof content === 'string' ? strToU8(content) : content;
  const here = parseBytes(bytes.slice(), name, null).then(splitLongBlocks);
  const [document, same] = await Promise.all([parseDocument({ bytes, name, declaredType: null }), here]);
  expect(same).toEqual(document);
  return document;
};
const textsOf = async (name: string, content: Uint8Array | string) => {
  return (await parse(name, content)).blocks.map((block) => block.text);
};
/** Every character below 256 as its own byte. */
const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe('business documents', () => {
  it('keep the fact each of them holds, in all six formats', async () => {
    for (const document of await businessDocuments()) {
      const { blocks } = await parse(document.name, document.bytes);
      expect(blocks.filter((block) => block.text.includes(document.fact.answer)).length, document.name).toBe(
        1,
      );
    }
  });
});

describe('PDF', () => {
  it('keeps pages, paragraphs and headings, joins wrapped lines and drops running lines', async () => {
    const long =
      'Every bicycle is checked by two mechanics before it leaves the workshop, and again by the rider. '
        .repeat(4)
        .trim();
    const page = (n: number) => [
      { edge: 'Bluebird Bikes handbook' },
      { heading: `Chapter ${n}` },
      { text: long },
      { text: `Only page ${n}.` },
      { edge: `Page ${n} of 4` },
    ];
    const document = await parse(
      'handbook.pdf',
      await buildPdf('Handbook', [page(1), page(2), page(3), page(4)]),
    );
    expect(document.title).toBe('Handbook');
    expect(document.blocks.slice(0, 4)).toEqual([
      { text: 'Chapter 1', page: 1, heading: 'Chapter 1', kind: 'heading' },
      { text: long, page: 1, heading: 'Chapter 1', kind: 'paragraph' },
      { text: 'Only page 1.', page: 1, heading: 'Chapter 1', kind: 'paragraph' },
      { text: 'Chapter 2', page: 2, heading: 'Chapter 2', kind: 'heading' },
    ]);
    expect(document.blocks.at(-1)).toMatchObject({ text: 'Only page 4.', page: 4 });
  });
});

describe('DOCX', () => {
  it('keeps heading paths, lists and tables', async () => {
    const bytes = await buildDocx('Manual', [
      { heading: 1, text: 'Care' },
      { text: 'Clean the chain & oil it.' },
      { heading: 2, text: 'Tools' },
      { list: ['Brush', 'Oil'] },
      { heading: 3, text: 'Sizes' },
      {
        table: [
          ['Frame', 'Height'],
          ['S', '160 cm'],
          ['L', '185 cm'],
        ],
      },
      { heading: 2, text: 'Storage' },
      { text: 'Keep it dry.' },
    ]);
    expect(await parse('manual.docx', bytes)).toEqual({
      title: 'Manual',
      blocks: [
        { text: 'Care', page: null, heading: 'Care', kind: 'heading' },
        { text: 'Clean the chain & oil it.', page: null, heading: 'Care', kind: 'paragraph' },
        { text: 'Tools', page: null, heading: 'Care › Tools', kind: 'heading' },
        { text: '- Brush\n- Oil', page: null, heading: 'Care › Tools', kind: 'list' },
        { text: 'Sizes', page: null, heading: 'Care › Tools › Sizes', kind: 'heading' },
        { text: 'Frame: S; Height: 160 cm', page: null, heading: 'Care › Tools › Sizes', kind: 'table' },
        { text: 'Frame: L; Height: 185 cm', page: null, heading: 'Care › Tools › Sizes', kind: 'table' },
        { text: 'Storage', page: null, heading: 'Care › Storage', kind: 'heading' },
        { text: 'Keep it dry.', page: null, heading: 'Care › Storage', kind: 'paragraph' },
      ],
    });
  });
});

describe('HTML', () => {
  it('drops what surrounds the content and keeps the content', async () => {
    const delivery = (await businessDocuments()).find((document) => document.name === 'delivery.html')!;
    const { title, blocks } = await parse(delivery.name, delivery.bytes);
    const text = blocks.map((block) => block.text).join('\n');
    expect(title).toBe('Delivery | Bluebird Bikes');
    expect(text).toContain('Region: County; Days: 4');
    expect(text).toContain('- Cargo bikes are delivered by two people with a van.');
    for (const noise of ['cookies', 'Newsroom', 'Subscribe', 'Imprint', 'Track everything', 'color']) {
      expect(text).not.toContain(noise);
    }
  });

  it('keeps folded answers, definition lists, contact links and the address in a footer', async () => {
    const page = `<html><body><div id="faq"><details><summary>Do you rent bikes?</summary><p>Yes, by the day.</p></details>
      <div hidden>A closed tab that still holds an answer for visitors.</div><p>After the questions.</p></div>
      <dl><dt>Deposit</dt><dd><p>80 euros</p></dd><dt>Unexplained</dt></dl>
      <p>Write to <a href="mailto:rent@bluebird.example">our desk</a><br>or come by.</p>
      <footer>© 2026 <address>27 Harbour Lane</address></footer></body></html>`;
    expect((await parse('faq.html', page)).blocks).toEqual([
      { text: 'Do you rent bikes?', page: null, heading: 'Do you rent bikes?', kind: 'heading' },
      { text: 'Yes, by the day.', page: null, heading: 'Do you rent bikes?', kind: 'paragraph' },
      {
        text: 'A closed tab that still holds an answer for visitors.',
        page: null,
        heading: null,
        kind: 'paragraph',
      },
      { text: 'After the questions.', page: null, heading: null, kind: 'paragraph' },
      { text: 'Deposit: 80 euros', page: null, heading: null, kind: 'paragraph' },
      { text: 'Unexplained', page: null, heading: null, kind: 'paragraph' },
      {
        text: 'Write to our desk (rent@bluebird.example)\nor come by.',
        page: null,
        heading: null,
        kind: 'paragraph',
      },
      { text: '27 Harbour Lane', page: null, heading: null, kind: 'paragraph' },
    ]);
  });

  it('writes spans of tables out and reads the declared charset', async () => {
    const page = `<html><head><meta charset="iso-8859-2"></head><table><tr><th>Day<th>Opens<th>Closes
      <tr><td rowspan=2>Monday<td>9<td>12<tr><td>14<td>18<tr><td>Sunday<td colspan=2>zav\u00f8eno</table></html>`;
    expect(await textsOf('hours.html', latin1(page))).toEqual([
      'Day: Monday; Opens: 9; Closes: 12',
      'Day: Monday; Opens: 14; Closes: 18',
      'Day: Sunday; Opens: zavřeno',
    ]);
  });
});

describe('Markdown', () => {
  it('keeps headings, nested lists, code and tables, and takes the title from the front matter', async () => {
    const markdown = `---\ntitle: "Guide: rentals"\ntags: [a]\n---\n# Rent\n\nBring *your* [card](https://x.example).\n\n1. Choose\n   - city\n2. Ride\n\n\`\`\`\nnpm   run\n\`\`\`\n\n| Bike | Day |\n|--|--|\n| City | 15 |\n`;
    expect(await parse('guide.md', markdown)).toEqual({
      title: 'Guide: rentals',
      blocks: [
        { text: 'Rent', page: null, heading: 'Rent', kind: 'heading' },
        { text: 'Bring your card.', page: null, heading: 'Rent', kind: 'paragraph' },
        { text: '1. Choose\n  - city\n2. Ride', page: null, heading: 'Rent', kind: 'list' },
        { text: 'npm   run', page: null, heading: 'Rent', kind: 'paragraph' },
        { text: 'Bike: City; Day: 15', page: null, heading: 'Rent', kind: 'table' },
      ],
    });
  });
});

describe('text', () => {
  const french = 'Nous réparons les vélos à côté du café, même le dimanche. Où êtes-vous né ? Ça coûte 20 €.';

  it('reads UTF-8, UTF-16 with and without mark, windows-1252 and windows-1251', async () => {
    const utf16 = (mark: string) => new Uint8Array(Buffer.from(mark + french, 'utf16le'));
    expect(await textsOf('a.txt', french)).toEqual([french]);
    expect(await textsOf('b.txt', `\ufeff${french}`)).toEqual([french]);
    expect(await textsOf('c.txt', utf16('\ufeff'))).toEqual([french]);
    expect(await textsOf('d.txt', utf16(''))).toEqual([french]);
    expect(
      await textsOf(
        'e.txt',
        utf16('\ufeff').map((_, i, all) => all[i ^ 1]!),
      ),
    ).toEqual([french]);
    expect(await textsOf('f.txt', latin1(french.replace('€', '\u0080')))).toEqual([french]);
    const cyrillic =
      'Магазин открыт каждый день с девяти утра до шести вечера. Мы чиним велосипеды, продаем запчасти и даем напрокат все, что нужно для поездки по городу.';
    const windows1251 = Uint8Array.from(cyrillic, (char) => {
      const code = char.charCodeAt(0);
      return code < 0x80 ? code : code - 0x410 + 0xc0;
    });
    expect(await textsOf('g.txt', windows1251)).toEqual([cyrillic]);
  });

  it('finds paragraphs, lists and headings, and removes invisible characters', async () => {
    const text =
      'OPENING HOURS\n\nMonday\u200b to\u00a0Friday.\r\n\r\nPrices\n======\n- one\n- two\u0007\n\n\u202eevil';
    expect((await parse('a.txt', text)).blocks).toEqual([
      { text: 'OPENING HOURS', page: null, heading: 'OPENING HOURS', kind: 'heading' },
      { text: 'Monday to Friday.', page: null, heading: 'OPENING HOURS', kind: 'paragraph' },
      { text: 'Prices', page: null, heading: 'Prices', kind: 'heading' },
      { text: '- one\n- two', page: null, heading: 'Prices', kind: 'list' },
      { text: 'evil', page: null, heading: 'Prices', kind: 'paragraph' },
    ]);
  });

  it('parses pasted text without a child', () => {
    const document = parsePlainText('Note', 'First.\n\nSecond.');
    expect(document).toEqual({
      title: 'Note',
      blocks: [{ text: 'First.\n\nSecond.', page: null, heading: null, kind: 'paragraph' }],
    });
    expect(() => parsePlainText('Note', ' \u200b ')).toThrowError(
      expect.objectContaining({ code: 'file_has_no_text' }),
    );
  });
});

describe('CSV', () => {
  it('finds delimiter and header, and copes with quotes, ragged and empty rows', async () => {
    const semicolons =
      'Bike;Price;Note\r\n"City; red";749;"says ""fast"""\r\n\r\nTouring;1290\r\nCargo;3480;slow;extra\r\n';
    expect(await textsOf('a.csv', semicolons)).toEqual([
      'Bike: City; red; Price: 749; Note: says "fast"',
      'Bike: Touring; Price: 1290',
      'Bike: Cargo; Price: 3480; Note: slow; extra',
    ]);
    expect(await textsOf('b.csv', 'sep=|\nA|B\n1|2\n')).toEqual(['A: 1; B: 2']);
    expect(await textsOf('c.tsv', 'A\tB\nx\ty\n')).toEqual(['A: x; B: y']);
    expect(await textsOf('d.csv', '1,2,3\n4,5,6\n')).toEqual(['1; 2; 3', '4; 5; 6']);
  });

  it('does not let an unclosed quote swallow the rows after it', async () => {
    expect(await textsOf('a.csv', 'Bike,Price\n"City,749\nTouring,1290\n')).toEqual([
      'Bike: "City; Price: 749',
      'Bike: Touring; Price: 1290',
    ]);
  });
});
