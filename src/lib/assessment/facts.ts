/** All that was measured of a knowledge base; every score comes from it. */
import type { CheckedQuestion } from './check-questions.ts';
import type { BusinessType, ExpectedQuestion } from './expected-questions.ts';
import type { Contradiction } from './find-contradictions.ts';
import type { StalePassage } from './find-stale.ts';
import type { RelevanceFacts } from './measure-relevance.ts';
import type { TextFacts } from './measure-text.ts';

/** A topic with the better of its two wordings. */
export interface CheckedTopic {
  expected: ExpectedQuestion;
  best: CheckedQuestion;
}

export interface Facts {
  businessType: BusinessType;
  documents: number;
  chunks: number;
  chunksRead: number;
  clusters: number;
  /** Sources that could not be read, at most a few. */
  failedSources: string[];
  text: TextFacts;
  relevance: RelevanceFacts;
  topics: CheckedTopic[];
  /** Topics that time did not allow to ask about. */
  unasked: number;
  contradictions: Contradiction[];
  stale: StalePassage[];
}
