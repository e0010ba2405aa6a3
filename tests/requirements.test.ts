/** Every promise is accounted for, and every proof of one says so itself. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './fixtures/repository.ts';
import { REQUIREMENTS } from './requirements.ts';

/** “PROMISES 1 and 13” in the comment that a file begins with. */
function cited(file: string): number[] {
  const header = /^\/\*\*([\s\S]*?)\*\//.exec(readFileSync(join(ROOT, file), 'utf8'))?.[1] ?? '';
  const numbers = /PROMISES (\d+(?:(?:, | and )\d+)*)/.exec(header)?.[1] ?? '';
  return numbers.match(/\d+/g)?.map(Number) ?? [];
}

const files = ['tests', 'bench']
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
  .filter((file) => /\.(test|spec)\.ts$|^bench\/.*\.ts$/.test(file));

describe('the promises', () => {
  it('are all there, once each', () => {
    const numbers = REQUIREMENTS.map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
  });

  it.each(REQUIREMENTS)('$number says what is proven and what is open', ({ status, proofs, open }) => {
    expect(open === '').toBe(status === 'proven');
    expect(proofs.length > 0).toBe(status !== 'not yet');
  });

  it.each(REQUIREMENTS.filter(({ proofs }) => proofs.length > 0))(
    '$number has proofs that are there and cite it',
    ({ number, proofs }) => {
      expect(proofs.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
      expect(proofs.filter((file) => !cited(file).includes(number))).toEqual([]);
    },
  );

  it('know every test and bench that cites them', () => {
    const unknown = files.flatMap((file) =>
      cited(file)
        .filter((number) => !REQUIREMENTS.find((one) => one.number === number)?.proofs.includes(file))
        .map((number) => `${file} cites ${number}`),
    );
    expect(unknown).toEqual([]);
  });
});
