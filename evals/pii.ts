/** `npm run eval:pii`: is personal data found, and only that? */
import { detectPii } from '#lib/security/pii.ts';
import { PII_TYPES, type PiiType } from '#lib/security/pii-types.ts';
import { printTable } from './measures.ts';
import { labelledTexts, type Tally, tally } from './pii/labelled.ts';

const CHECKED = { recall: 0.99, precision: 0.98 };
const PHONE = { recall: 0.9, precision: 0.9 };
const barOf = (type: PiiType) => (type === 'phone' ? PHONE : CHECKED);

const recall = ({ labelled, missed }: Tally) => (labelled - missed) / labelled;
const precision = ({ found, wrong }: Tally) => (found === 0 ? 0 : (found - wrong) / found);
const three = (value: number) => value.toFixed(3);

const tuned = tally(labelledTexts('tuning'), detectPii);
// `--tuning` leaves the untouched half alone, while something is being tried.
const untouched = process.argv.includes('--tuning') ? tuned : tally(labelledTexts('untouched'), detectPii);
for (const failure of untouched.failures) console.log(failure);

const rows = PII_TYPES.map((type) => {
  const before = tuned.tallies.get(type)!;
  const one = untouched.tallies.get(type)!;
  const bar = barOf(type);
  const pass = recall(one) >= bar.recall && precision(one) >= bar.precision;
  return { type, before, one, bar, pass };
});
printTable([
  ['type', 'tuning: recall', 'precision', 'untouched: recall', 'precision', 'labelled', 'found', 'bar', ''],
  ...rows.map(({ type, before, one, bar, pass }) => [
    type,
    three(recall(before)),
    three(precision(before)),
    three(recall(one)),
    three(precision(one)),
    String(one.labelled),
    String(one.found),
    `≥ ${bar.recall} / ${bar.precision}`,
    pass ? 'pass' : 'short',
  ]),
]);
const checked = rows.filter(({ type }) => type !== 'phone');
const phone = rows.find(({ type }) => type === 'phone')!.one;
const least = (figure: (one: Tally) => number) => three(Math.min(...checked.map(({ one }) => figure(one))));
const pass = rows.every((row) => row.pass);
console.log(
  `pii: ${least(recall)} recall and ${least(precision)} precision at the least of ${checked.length} types of fixed shape ` +
    `(bar ≥ ${CHECKED.recall} and ≥ ${CHECKED.precision}), ${three(recall(phone))} and ${three(precision(phone))} of telephone numbers ` +
    `(bar ≥ ${PHONE.recall} each) ${pass ? 'pass' : 'short'}`,
);
process.exit(pass ? 0 : 1);
