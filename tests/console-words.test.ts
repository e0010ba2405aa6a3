/** Sums, times and sizes as the console says them. */
import { expect, it } from 'vitest';
import { dollarsInWords, secondsInWords } from '#ui/admin/parts.tsx';
import { bytesInWords } from '#ui/words.ts';

it('says small sums with as many digits as say something, and large ones in cents', () => {
  const said = [0, 1, 42, 4_200, 99_000, 100_000, 1_234_567, 12_345_678_901].map(dollarsInWords);
  expect(said).toEqual(['$0', '$0.000001', '$0.000042', '$0.0042', '$0.099', '$0.10', '$1.23', '$12,345.68']);
});

it('says how long something waits in the largest unit that fits', () => {
  expect([0, 89, 90, 3_600, 86_400, 259_200].map(secondsInWords)).toEqual([
    '0 s',
    '89 s',
    '2 min',
    '60 min',
    '24 h',
    '3 days',
  ]);
});

it('says sizes up to gigabytes', () => {
  expect([999, 2_048, 5 * 1_024 ** 2, 73.25 * 1_024 ** 3].map(bytesInWords)).toEqual([
    '999 B',
    '2.0 kB',
    '5 MB',
    '73.3 GB',
  ]);
});
