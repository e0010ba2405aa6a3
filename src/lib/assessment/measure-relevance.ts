/** How far a sample is about a business of the kind it should be about, by its vectors. */
import type { Embedder } from '#lib/ports/models.ts';
import { dot } from './cluster-chunks.ts';
import { BUSINESS_DESCRIPTIONS, type BusinessType, OFF_TOPIC_DESCRIPTIONS } from './expected-questions.ts';

export interface RelevanceFacts {
  /** Shares of the sample nearest to: the business's own questions or kind, another kind of business, no business. */
  own: number;
  otherBusiness: number;
  offTopic: number;
  /** The other kind that most of `otherBusiness` is nearest to. */
  nearest: BusinessType | null;
  offTopicIn: string[];
}

/** Of the last model asked: a process has one. `floor`: what a text and a subject foreign to it may well have in common. */
interface Anchors {
  known: Anchor[];
  floor: number;
}

type Anchor = { kind: BusinessType | 'off_topic'; vector: Float32Array };

let anchors: { model: string; ready: Promise<Anchors> } | null = null;

/** Shared by all who ask meanwhile, so nobody's signal ends it. */
function anchorsOf(embedder: Embedder): Promise<Anchors> {
  if (anchors?.model === embedder.model) return anchors.ready;
  const kinds = Object.keys(BUSINESS_DESCRIPTIONS) as (keyof typeof BUSINESS_DESCRIPTIONS)[];
  const texts = [...kinds.map((kind) => BUSINESS_DESCRIPTIONS[kind]), ...OFF_TOPIC_DESCRIPTIONS];
  const ready = embedder.embed(texts, { purpose: 'query' }).then((vectors) => {
    const known = vectors.map((vector, at) => ({ kind: kinds[at] ?? ('off_topic' as const), vector }));
    return { known, floor: floorOf(known) };
  });
  const kept = { model: embedder.model, ready };
  anchors = kept;
  ready.catch(() => {
    if (anchors === kept) anchors = null;
  });
  return ready;
}

/** Mean and one standard deviation of the cosines of businesses with what is no business: every model has its own. */
function floorOf(known: readonly Anchor[]): number {
  const offTopic = known.filter(({ kind }) => kind === 'off_topic');
  const cosines = known
    .filter(({ kind }) => kind !== 'off_topic')
    .flatMap((business) => offTopic.map((other) => dot(business.vector, other.vector)));
  const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
  const variance = cosines.reduce((sum, cosine) => sum + (cosine - mean) ** 2, 0) / cosines.length;
  return mean + Math.sqrt(variance);
}

/** `questions`: vectors of what visitors ask this business. Errors: those of the embedder. */
export async function measureRelevance(
  embedder: Embedder,
  businessType: BusinessType,
  questions: readonly Float32Array[],
  sample: readonly { sourceId: string; vector: Float32Array }[],
): Promise<RelevanceFacts> {
  const { known, floor } = await anchorsOf(embedder);
  const offTopicIn = new Set<string>();
  const others = new Map<BusinessType, number>();
  let [own, otherBusiness, offTopic] = [0, 0, 0];
  for (const { sourceId, vector } of sample) {
    let ownness = Math.max(0, ...questions.map((question) => dot(question, vector)));
    let best: { kind: Anchor['kind']; similarity: number } = {
      kind: 'off_topic',
      similarity: Number.NEGATIVE_INFINITY,
    };
    for (const anchor of known) {
      const similarity = dot(anchor.vector, vector);
      const isOwn = anchor.kind === businessType || (businessType === 'other' && anchor.kind !== 'off_topic');
      if (isOwn) ownness = Math.max(ownness, similarity);
      else if (similarity > best.similarity) best = { kind: anchor.kind, similarity };
    }
    if (ownness >= Math.max(best.similarity, floor)) {
      own += 1;
    } else if (best.kind === 'off_topic' || best.similarity < floor) {
      offTopic += 1;
      offTopicIn.add(sourceId);
    } else {
      otherBusiness += 1;
      others.set(best.kind, (others.get(best.kind) ?? 0) + 1);
    }
  }
  const share = (part: number) => (sample.length === 0 ? 0 : part / sample.length);
  const nearest = [...others].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
  return {
    own: share(own),
    otherBusiness: share(otherBusiness),
    offTopic: share(offTopic),
    nearest,
    offTopicIn: [...offTopicIn],
  };
}
