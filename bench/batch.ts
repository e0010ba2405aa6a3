/** What a batch saves: against single asks over HTTP, and against LangChain's PGVectorStore on the same Postgres. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PGVectorStore } from '@langchain/community/vectorstores/pgvector';
import { createKey } from '#lib/auth/create-key.ts';
import { memoryAnswerCache } from '#lib/cache/memory-answer-cache.ts';
import type { AskBatchResult } from '#lib/contracts/ask.ts';
import type { ChatModel, Embedder } from '#lib/ports/models.ts';
import { sharedAnswers } from '#lib/rag/answer-cache.ts';
import { retrieveBatch } from '#lib/rag/batch-retriever.ts';
import { embeddedText } from '#lib/rag/sentence-vectors.ts';
import type { Ports } from '#runtime/ports.ts';
import { ingestSet, type KnowledgeBase } from '../evals/knowledge-base.ts';
import { mean, ndcg, percentile, printTable } from '../evals/measures.ts';
import { findTestSets, type TestSet } from '../evals/test-set.ts';
import { watchMessages } from '../tests/fixtures/sent-messages.ts';
import { type BenchProduct, openBenchProduct } from './production.ts';

const QUESTIONS = 20;
const DUPLICATES = 5;
const ROUNDS = 5;
const CONCURRENT_BATCHES = 10;
const PEER_QUESTIONS = 200;
const PEER_BATCH = 50;
const PEER_ROUNDS = 3;
const DEPTH = 10;
const STATEMENTS_BAR = 0.05;
const WALL_BAR = 0.25;
const PEER_BAR = 5;

/** Round trips of models behind an API, the same for both sides: a call of the embedding model, a worded answer. */
const API = { embeddingMs: 60, answerMs: 500 };

interface Measured {
  ms: number;
  statements: number;
}
type Models = Pick<Ports, 'embedder' | 'chat'>;

function slowEmbedder(embedder: Embedder): Embedder {
  return {
    ...embedder,
    model: embedder.model,
    async embed(texts, options) {
      await sleep(API.embeddingMs);
      return embedder.embed(texts, options);
    },
  };
}

/** What a process looks for every few seconds, whether anybody asks or not, each in a transaction of four statements. */
const BACKGROUND = [
  /from "sources" where \( ?\(status = 'ingesting' and \(lease_until/,
  /from trials where run_at <= \$1 and \(lease_until is null/,
  /from mails where \(status = 'sending' and lease_until/,
  /from webhooks where \(status = 'sending' and lease_until/,
  /^ ?select version::float8 as version from flags_version$/,
];

const slowChat: ChatModel = {
  model: 'paced',
  async *stream() {
    await sleep(API.answerMs);
    yield { type: 'token', text: 'As the passage says [1].' };
  },
  close: async () => {},
};

const median = (values: number[]) => percentile(values, 0.5);

/** Twenty questions, five of them others again in other letters; another twenty each round. */
function questionsOf(set: TestSet, round: number): string[] {
  const distinct = QUESTIONS - DUPLICATES;
  const fresh = set.queries.slice(round * distinct, (round + 1) * distinct).map(({ text }) => text);
  return [...fresh, ...fresh.slice(0, DUPLICATES).map((text) => ` ${text.toUpperCase()} `)];
}

/** Those that asks have sent. */
function ofAsks(statements: readonly string[]): number {
  const texts = statements.map((text) => text.replaceAll(/\s+/g, ' '));
  const background = texts.filter((text) => BACKGROUND.some((pattern) => pattern.test(text)));
  return statements.length - 4 * background.length;
}

async function againstSingleAsks(product: BenchProduct, set: TestSet, token: string, models: Models) {
  const sent = watchMessages();
  const uncached = sharedAnswers(memoryAnswerCache({ maxBytes: 0 }));
  let url = await product.serve({ ...models, answerCache: uncached });
  const ask = async (body: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/ask`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return response.json();
  };
  const timed = async (work: () => Promise<unknown>): Promise<Measured> => {
    sent.forget();
    const started = performance.now();
    await work();
    return { ms: performance.now() - started, statements: ofAsks(sent.statements()) };
  };
  const batch = (texts: string[]) => ask({ queries: texts.map((query) => ({ query })) });
  const inTurn = async (texts: string[]) => {
    for (const query of texts) await ask({ query });
  };
  await batch(questionsOf(set, 0));
  await inTurn(questionsOf(set, 0).slice(0, 3));
  const rounds: Record<'batch' | 'inTurn', Measured[]> = { batch: [], inTurn: [] };
  for (let round = 1; round <= ROUNDS; round++) {
    const texts = questionsOf(set, round);
    rounds.batch.push(await timed(() => batch(texts)));
    rounds.inTurn.push(await timed(() => inTurn(texts)));
  }
  const times: number[] = [];
  let errors = 0;
  await Promise.all(
    Array.from({ length: CONCURRENT_BATCHES }, async (_, n) => {
      const started = performance.now();
      const result = (await batch(questionsOf(set, 10 + n)).catch(() => null)) as AskBatchResult | null;
      times.push(performance.now() - started);
      errors += result ? result.results.filter((one) => 'error' in one).length : QUESTIONS;
    }),
  );
  url = await product.serve({ ...models, answerCache: sharedAnswers(memoryAnswerCache()) });
  await batch(questionsOf(set, 1));
  const cached = await timed(() => batch(questionsOf(set, 1)));
  sent.stop();
  return {
    batch: median(rounds.batch.map(({ ms }) => ms)),
    inTurn: median(rounds.inTurn.map(({ ms }) => ms)),
    statements: [rounds.batch, rounds.inTurn].map((all) => median(all.map(({ statements }) => statements))),
    p95: percentile(times, 0.95),
    errors,
    cached: cached.ms,
  };
}

async function withPeer<T>(
  product: BenchProduct,
  embedder: Embedder,
  work: (store: PGVectorStore) => Promise<T>,
): Promise<T> {
  const one = async (text: string) => [...(await embedder.embed([text], { purpose: 'query' }))[0]!];
  const store = await PGVectorStore.initialize(
    { embedQuery: one, embedDocuments: (texts) => Promise.all(texts.map(one)) },
    {
      postgresConnectionOptions: { connectionString: product.directUrl },
      tableName: 'peer_passages',
      distanceStrategy: 'cosine',
      extensionSchemaName: 'extensions',
    },
  );
  try {
    return await work(store);
  } finally {
    await store.end();
  }
}

/** Every passage of the set, embedded with the words that ours is embedded with. */
async function fillPeer(store: PGVectorStore, set: TestSet, embedder: Embedder): Promise<void> {
  const documents = set.corpus.map(({ _id, title, text }) => ({
    pageContent: embeddedText(title, text).text,
    metadata: { id: _id },
  }));
  for (let at = 0; at < documents.length; at += 100) {
    const some = documents.slice(at, at + 100);
    const vectors = await embedder.embedPassages(
      some.map(({ pageContent }) => ({ text: pageContent, spans: [] })),
    );
    await store.addVectors(
      vectors.map(({ vector }) => [...vector]),
      some,
    );
  }
}

type Rank = (questions: TestSet['queries']) => Promise<string[][]>;

/** Questions a second and nDCG@10 of both, in interleaved rounds over the same questions. */
async function againstPeer(
  product: BenchProduct,
  kb: KnowledgeBase,
  set: TestSet,
  embedder: Embedder,
  store: PGVectorStore,
) {
  const judged = set.queries.filter((query) => set.qrels.has(query._id)).slice(0, PEER_QUESTIONS);
  const rankers: Record<'ours' | 'peer', Rank> = {
    async ours(questions) {
      const rankings: string[][] = [];
      for (let at = 0; at < questions.length; at += PEER_BATCH) {
        const texts = questions.slice(at, at + PEER_BATCH).map(({ text }) => text);
        const options = { topK: DEPTH, signal: AbortSignal.timeout(60_000) };
        const ports = { ...product.ports, embedder };
        for (const { ranked } of await retrieveBatch(ports, kb.caller.tenantId, texts, options)) {
          const sources = [...new Set(ranked.map((passage) => passage.found.source_id))];
          rankings.push(sources.flatMap((id) => kb.documents.get(id) ?? []));
        }
      }
      return rankings;
    },
    async peer(questions) {
      const rankings: string[][] = [];
      for (const { text } of questions) {
        const found = await store.similaritySearch(text, DEPTH);
        rankings.push(found.map(({ metadata }) => metadata.id));
      }
      return rankings;
    },
  };
  const rates = { ours: [] as number[], peer: [] as number[] };
  const quality = { ours: 0, peer: 0 };
  for (let round = 0; round < PEER_ROUNDS; round++) {
    for (const side of ['ours', 'peer'] as const) {
      const started = performance.now();
      const rankings = await rankers[side](judged);
      rates[side].push((judged.length / (performance.now() - started)) * 1000);
      quality[side] = mean(
        rankings.map((ranking, at) => ndcg(ranking, set.qrels.get(judged[at]!._id)!, DEPTH)),
      );
    }
  }
  return { ours: median(rates.ours), peer: median(rates.peer), ndcg: [quality.ours, quality.peer] as const };
}

export async function benchBatch(): Promise<{ line: string; pass: boolean }> {
  const set = findTestSets().find((one) => one.name === 'squad2') ?? findTestSets()[0]!;
  const product = await openBenchProduct();
  try {
    const kb = await ingestSet(product, set);
    const { key } = await createKey(product.ports, kb.caller, { name: 'bench', scopes: ['ask'] });
    const here: Models = { embedder: product.ports.embedder, chat: null };
    const remote: Models = { embedder: slowEmbedder(here.embedder), chat: slowChat };
    const rows = [['models', 'measure', 'a batch of 20', '20 single asks', 'ratio']];
    const asks = {
      here: await againstSingleAsks(product, set, key, here),
      remote: await againstSingleAsks(product, set, key, remote),
    };
    for (const [name, one] of Object.entries(asks)) {
      const models =
        name === 'here'
          ? 'in this process'
          : `over an API (${API.embeddingMs} ms a call, ${API.answerMs} ms an answer)`;
      const [statements = 0, singles = 0] = one.statements;
      rows.push([
        models,
        'wall, ms',
        one.batch.toFixed(0),
        one.inTurn.toFixed(0),
        (one.batch / one.inTurn).toFixed(3),
      ]);
      rows.push([models, 'statements', `${statements}`, `${singles}`, (statements / singles).toFixed(3)]);
      rows.push([
        models,
        `${CONCURRENT_BATCHES} batches at once: p95, ms`,
        one.p95.toFixed(0),
        `${one.errors} errors`,
        '',
      ]);
      rows.push([models, 'all cached: wall, ms', one.cached.toFixed(0), '', '']);
    }
    printTable(rows);
    const peers = [['models', 'measure', 'retrieveBatch', 'PGVectorStore, in turn', 'ratio']];
    await withPeer(product, here.embedder, (store) => fillPeer(store, set, here.embedder));
    const compare = (embedder: Embedder) =>
      withPeer(product, embedder, (store) => againstPeer(product, kb, set, embedder, store));
    const peer = { here: await compare(here.embedder), remote: await compare(remote.embedder) };
    for (const [name, one] of Object.entries(peer)) {
      const models = name === 'here' ? 'in this process' : 'over an API';
      peers.push([
        models,
        'questions/s',
        one.ours.toFixed(1),
        one.peer.toFixed(1),
        (one.ours / one.peer).toFixed(2),
      ]);
      peers.push([models, 'nDCG@10', one.ndcg[0].toFixed(4), one.ndcg[1].toFixed(4), '']);
    }
    printTable(peers);
    const { remote: ask } = asks;
    const share = ask.statements[0]! / ask.statements[1]!;
    const wall = ask.batch / ask.inTurn;
    const faster = peer.remote.ours / peer.remote.peer;
    const errors = asks.here.errors + ask.errors;
    return {
      line:
        `statements −${(100 * (1 - share)).toFixed(1)} % (bar −95 %), wall ×${wall.toFixed(2)} (bar ≤ ${WALL_BAR}; models in this process ×${(asks.here.batch / asks.here.inTurn).toFixed(2)}), ` +
        `${errors} errors, PGVectorStore ×${faster.toFixed(1)} (bar ≥ ${PEER_BAR}; models in this process ×${(peer.here.ours / peer.here.peer).toFixed(1)})`,
      pass:
        share <= STATEMENTS_BAR + 1e-9 &&
        wall <= WALL_BAR &&
        errors === 0 &&
        faster >= PEER_BAR &&
        peer.remote.ndcg[0] >= peer.remote.ndcg[1],
    };
  } finally {
    await product.close();
  }
}
