/** What the weights are learned from: every labelled knowledge base but the untouched ones, and sentences besides. */
import { readdirSync, readFileSync } from 'node:fs';
import type { ToolName } from '#lib/contracts/tools.ts';
import { splitSentences } from '#lib/rag/sentences.ts';
import { BACKGROUND_SENTENCES } from '#lib/tools/background.ts';
import { CATALOGUE } from '#lib/tools/catalogue.ts';
import { FIFTH_VALIDATION } from './fifth-validation.ts';
import { FOURTH_VALIDATION } from './fourth-validation.ts';
import { type LabelledKb, LETTERS } from './labelled.ts';
import { SECOND_VALIDATION } from './second-validation.ts';
import { SENTENCE_LABELS } from './sentence-labels.ts';
import { THIRD_VALIDATION } from './third-validation.ts';
import { TRAINING_SENTENCES } from './training-sentences.ts';
import { TUNING } from './tuning.ts';
import { VALIDATION } from './validation.ts';

export const LEARNED_KBS: readonly LabelledKb[] = [
  ...TUNING,
  ...VALIDATION,
  ...SECOND_VALIDATION,
  ...THIRD_VALIDATION,
  ...FOURTH_VALIDATION,
  ...FIFTH_VALIDATION,
];
export const LEARNED_TOOLS: readonly ToolName[] = Object.values(LETTERS);

export interface Example {
  text: string;
  /** Index into LEARNED_KBS; null outside of them. */
  kb: number | null;
  /** One a tool of LEARNED_TOOLS: does it speak for it? Null: may be judged either way. */
  labels: (boolean | null)[];
}

export function sentencesOf(kb: LabelledKb): string[] {
  return kb.documents.flatMap((text) =>
    splitSentences(text).map(({ start, end }) => text.slice(start, end).trim()),
  );
}

const labelsOf = (letters: string): Example['labels'] =>
  Object.keys(LETTERS).map((letter) =>
    letters.includes(letter) ? true : letters.includes(letter.toLowerCase()) ? null : false,
  );

/** `data/tools/*.txt`: a sentence a line, its letters in front as in `sentence-labels.ts`. */
function filesOfSentences(): string[] {
  const folder = new URL('../data/tools/', import.meta.url);
  return readdirSync(folder)
    .sort()
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
}

/** Throws when the labels of a knowledge base do not fit its sentences, or contradict its own labels. */
export function trainingSet(): Example[] {
  const fromKbs = LEARNED_KBS.flatMap((kb, at) => {
    const texts = sentencesOf(kb);
    const letters = SENTENCE_LABELS[kb.name]?.split(' ') ?? [];
    const labels = letters.map(labelsOf);
    const said = LEARNED_TOOLS.filter((_, tool) => labels.some((one) => one[tool]));
    if (
      letters.length !== texts.length ||
      kb.required.some((tool) => !said.includes(tool)) ||
      kb.forbidden.some((tool) => said.includes(tool))
    )
      throw new Error(`the labels of the sentences of “${kb.name}” do not fit`);
    return texts.map((text, n): Example => ({ text, kb: at, labels: labels[n]! }));
  });
  const fromCatalogue = CATALOGUE.flatMap(({ name, evidence }) =>
    evidence.map((text): Example => ({ text, kb: null, labels: LEARNED_TOOLS.map((tool) => tool === name) })),
  );
  const none = BACKGROUND_SENTENCES.map((text): Example => ({ text, kb: null, labels: labelsOf('') }));
  const more = [TRAINING_SENTENCES, ...filesOfSentences()].flatMap((lines) =>
    lines
      .trim()
      .split('\n')
      .map((line): Example => {
        const [letters, ...words] = line.split(' ');
        return { text: words.join(' '), kb: null, labels: labelsOf(letters!) };
      }),
  );
  return [...fromKbs, ...fromCatalogue, ...none, ...more];
}

/** True where one is, and null where one may be judged either way. */
function either(a: boolean | null, b: boolean | null): boolean | null {
  if (a === true || b === true) return true;
  return a === null || b === null ? null : false;
}

/** Each sentence of a knowledge base with the next one: what speaks for a tool in either does so in both together. */
export function pairsOf(examples: readonly Example[]): Example[] {
  return examples.slice(1).flatMap((next, at) => {
    const { text, kb, labels } = examples[at]!;
    if (kb === null || next.kb !== kb) return [];
    const both = labels.map((one, tool) => either(one, next.labels[tool]!));
    return [{ text: `${text} ${next.text}`, kb, labels: both }];
  });
}
