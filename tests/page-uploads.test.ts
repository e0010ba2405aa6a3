/** What the page refuses before anything is sent. */
import { expect, test } from 'vitest';
import { UPLOAD_FILE_MAX_BYTES, UPLOAD_MAX_BYTES, UPLOAD_MAX_FILES } from '#lib/core/limits.ts';
import { checkFiles } from '#ui/kb/check-files.ts';

const file = (name: string, size = 10) => ({ name, size });
const reasons = (files: { name: string; size: number }[]) =>
  checkFiles(files).refused.map(({ file: { name }, reason }) => `${name}: ${reason}`);

test('all six formats are taken, whatever the case of their endings', () => {
  const names = ['a.pdf', 'b.DOCX', 'c.html', 'd.htm', 'e.md', 'f.markdown', 'g.txt', 'h.CSV'];
  expect(checkFiles(names.map((name) => file(name)))).toEqual({
    accepted: names.map((name) => file(name)),
    refused: [],
  });
});

test('each refusal names its file and says what to do', () => {
  expect(
    reasons([file('a.png'), file('b.doc'), file('c.txt', 0), file('d.pdf', UPLOAD_FILE_MAX_BYTES + 1)]),
  ).toEqual([
    'a.png: This kind of file is not supported. Supported are PDF, Word (.docx), HTML, Markdown, text and CSV.',
    'b.doc: The old Word format is not supported. Save it as .docx or PDF first.',
    'c.txt: This file is empty.',
    'd.pdf: This file has 20 MB; a file may have at most 20 MB.',
  ]);
});

test('number and sum are bounded; what comes after may still fit', () => {
  const many = Array.from({ length: UPLOAD_MAX_FILES + 2 }, (_, index) => file(`${index}.txt`));
  expect(checkFiles(many).accepted).toHaveLength(UPLOAD_MAX_FILES);
  const third = Math.floor(UPLOAD_MAX_BYTES / 3);
  const heavy = ['1', '2', '3', '4'].map((name) => file(`${name}.pdf`, third));
  const { accepted, refused } = checkFiles([...heavy, file('small.txt', 1)]);
  expect(accepted.map(({ name }) => name)).toEqual(['1.pdf', '2.pdf', '3.pdf', 'small.txt']);
  expect(refused.map(({ file: { name } }) => name)).toEqual(['4.pdf']);
});
