/** Reads a folder of evaluation data: corpus, queries, relevance judgements (the form is in the README of evals). */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface TestSet {
  name: string;
  corpus: { _id: string; title: string; text: string }[];
  queries: { _id: string; text: string; answers?: { text: string }[] }[];
  unanswerable: { _id: string; text: string }[];
  /** query id -> document id -> grade */
  qrels: Map<string, Map<string, number>>;
}

/** Folders to evaluate: `EVAL_DATA` (one set, or a folder of sets), else the development data beside the project. */
export function findTestSets(): TestSet[] {
  const root = resolve(process.env.EVAL_DATA ?? join(import.meta.dirname, '..', '..', 'shared', 'data'));
  const isSet = (folder: string) => existsSync(join(folder, 'corpus.jsonl'));
  const folders = isSet(root) ? [root] : ['squad2', 'mtrag'].map((name) => join(root, name)).filter(isSet);
  if (folders.length === 0)
    throw new Error(`There is no evaluation data in ${root}; set EVAL_DATA to a folder of it.`);
  return folders.map(readTestSet);
}

function readTestSet(folder: string): TestSet {
  const lines = (file: string) => {
    const path = join(folder, file);
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  };
  const json = (file: string) => lines(file).map((line) => JSON.parse(line));
  const qrels: TestSet['qrels'] = new Map();
  for (const line of lines('qrels.tsv').slice(1)) {
    const [query = '', document = '', grade = '0'] = line.split('\t');
    const judged = qrels.get(query) ?? new Map<string, number>();
    qrels.set(query, judged.set(document, Number(grade)));
  }
  return {
    name: folder.split('/').at(-1) ?? folder,
    corpus: json('corpus.jsonl'),
    queries: json('queries.jsonl'),
    unanswerable: json('queries_unanswerable.jsonl'),
    qrels,
  };
}
