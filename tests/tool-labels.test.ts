/** The labelled knowledge bases that tool recommendation is judged by are enough, varied and without contradiction. */
import { expect, it } from 'vitest';
import { type LabelledKb, LETTERS } from '../evals/tools/labelled.ts';
import { TUNING_QUESTIONS, UNTOUCHED_QUESTIONS } from '../evals/tools/questions.ts';
import { TUNING } from '../evals/tools/tuning.ts';
import { UNTOUCHED } from '../evals/tools/untouched.ts';
import { VALIDATION } from '../evals/tools/validation.ts';

const all: readonly LabelledKb[] = [...TUNING, ...UNTOUCHED];
const everything = [...all, ...VALIDATION];

it('are at least 60 of at least ten kinds of business, in two halves', () => {
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect(UNTOUCHED.length).toBeGreaterThanOrEqual(all.length / 2);
  for (const half of [TUNING, UNTOUCHED]) expect(new Set(half.map(({ type }) => type)).size).toBe(10);
  expect(new Set(everything.map(({ name }) => name)).size).toBe(everything.length);
});

it('ask for each tool several times, and never for more than may be recommended', () => {
  for (const tool of Object.values(LETTERS))
    for (const half of [TUNING, UNTOUCHED])
      expect(half.filter(({ required }) => required.includes(tool)).length, tool).toBeGreaterThanOrEqual(4);
  for (const { name, required, forbidden } of everything) {
    expect(required.length, name).toBeLessThanOrEqual(5);
    expect(
      required.filter((tool) => forbidden.includes(tool)),
      name,
    ).toEqual([]);
  }
});

it('come with questions for each tool and for none, no question in both halves', () => {
  const texts = [...TUNING_QUESTIONS, ...UNTOUCHED_QUESTIONS].map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  for (const half of [TUNING_QUESTIONS, UNTOUCHED_QUESTIONS])
    for (const tool of [...Object.values(LETTERS), null])
      expect(half.filter((question) => question.tool === tool).length).toBeGreaterThanOrEqual(6);
});
