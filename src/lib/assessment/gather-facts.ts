/** Measures a knowledge base from a sample and from what the retriever finds in all of it. */
import { ASSESS_FINDINGS_MAX, ASSESS_QUESTIONS_PER_SEARCH } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Embedder } from '#lib/ports/models.ts';
import { type CheckedQuestion, checkQuestions } from './check-questions.ts';
import type { Cluster } from './cluster-chunks.ts';
import { type BusinessType, EXPECTED_QUESTIONS } from './expected-questions.ts';
import type { Facts } from './facts.ts';
import { findContradictions } from './find-contradictions.ts';
import { findStale } from './find-stale.ts';
import { measureRelevance } from './measure-relevance.ts';
import { measureText } from './measure-text.ts';
import type { SampledChunk } from './sample-store.ts';

export interface ReadKnowledgeBase {
  businessType: BusinessType;
  documents: number;
  chunks: number;
  failedSources: string[];
  sample: SampledChunk[];
  clusters: Cluster[];
}

/** Up to this many chunks all questions are one search. */
const ONE_SEARCH_MAX_CHUNKS = 2_000;

/** Asks no further questions after `until` (of performance.now()). Errors: those of the embedder and of retrieval. */
export async function gatherFacts(
  ports: { database: Database; embedder: Embedder },
  tenantId: string,
  read: ReadKnowledgeBase,
  { now, until, signal }: { now: Date; until: number; signal: AbortSignal },
): Promise<Facts> {
  const { businessType, sample, clusters, ...extent } = read;
  const expected = read.chunks === 0 ? [] : EXPECTED_QUESTIONS[businessType];
  const perSearch = read.chunks <= ONE_SEARCH_MAX_CHUNKS ? 2 * expected.length : ASSESS_QUESTIONS_PER_SEARCH;
  const texts = expected.flatMap(({ question, otherwise }) => [question, otherwise]);
  const checked: CheckedQuestion[] = [];
  while (checked.length < texts.length && (checked.length === 0 || performance.now() < until)) {
    const next = texts.slice(checked.length, checked.length + perSearch);
    checked.push(...(await checkQuestions(ports, tenantId, next, signal)));
  }
  const topics = expected.slice(0, checked.length / 2).map((topic, at) => {
    const [asked, otherwise] = [checked[2 * at]!, checked[2 * at + 1]!];
    return { expected: topic, best: otherwise.confidence > asked.confidence ? otherwise : asked };
  });
  const vectors = checked.map(({ vector }) => vector);
  return {
    ...extent,
    businessType,
    chunksRead: sample.length,
    clusters: clusters.length,
    text: measureText(sample),
    relevance: await measureRelevance(ports.embedder, businessType, vectors, sample),
    topics,
    unasked: expected.length - topics.length,
    contradictions: findContradictions(sample, ASSESS_FINDINGS_MAX),
    stale: findStale(sample, now, ASSESS_FINDINGS_MAX),
  };
}
