/** Synthetic tenants whose words are those of the evaluation data: real term skew, real questions. */
import { tokenize } from '#lib/rag/tokenize.ts';
import { findTestSets } from '../evals/test-set.ts';
import { type Sentence, type Synthetic, synthetic } from '../tests/fixtures/synthetic-chunks.ts';

const TERMS_MIN = 4;
/** Of a chunk's further sentences this share is of its own document; the rest keeps chunks of one document apart. */
const FAITHFUL = 0.7;

export interface Corpus extends Synthetic {
  /** A question of the evaluation data, its vector near that of a passage that answers it. */
  question(): ReturnType<Synthetic['query']>;
}

export function corpusChunks(random: () => number, sentencesPerChunk?: number): Corpus {
  const documents: Sentence[][] = [];
  const questions: { terms: string[]; sentence: Sentence }[] = [];
  for (const set of findTestSets()) {
    const numbers = new Map<string, number>();
    for (const { _id, text } of set.corpus) {
      const topic = documents.length;
      const sentences = text
        .split(/(?<=[.!?])\s+/)
        .map((sentence) => ({ terms: tokenize(sentence), topic }))
        .filter(({ terms }) => terms.length >= TERMS_MIN);
      if (sentences.length === 0) continue;
      numbers.set(_id, topic);
      documents.push(sentences);
    }
    for (const { _id, text } of set.queries) {
      const [document] = [...(set.qrels.get(_id) ?? [])].find(([, grade]) => grade > 0) ?? [];
      const topic = document === undefined ? undefined : numbers.get(document);
      if (topic !== undefined) questions.push({ terms: tokenize(text), sentence: documents[topic]![0]! });
    }
  }
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const next = (topic?: number) =>
    pick(topic === undefined || random() > FAITHFUL ? pick(documents) : documents[topic]!);
  const made = synthetic(random, next, sentencesPerChunk);
  return {
    ...made,
    question() {
      const { terms, sentence } = pick(questions);
      return made.query(sentence, terms);
    },
  };
}
