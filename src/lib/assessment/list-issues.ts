/** Says what is wrong with a knowledge base in words for its owner, the worst first. Pure. */
import type { AssessmentIssue, IssueCode } from '#lib/contracts/assessment.ts';
import { ASSESS_FINDINGS_MAX } from '#lib/core/limits.ts';
import { BUSINESS_DESCRIPTIONS } from './expected-questions.ts';
import type { Facts } from './facts.ts';
import { answeredShare, MANY_CONTRADICTIONS, TINY_CHARS } from './score-facts.ts';

/** A topic answered less than this is missing. */
const MISSING_BELOW = 0.25;
const FEW_CHARS = 800;
const SEVERITIES = ['critical', 'warning', 'info'] as const;

export function missingTopics({ topics }: Facts): string[] {
  return topics.filter((topic) => answeredShare(topic) < MISSING_BELOW).map(({ expected }) => expected.topic);
}

export function listIssues(facts: Facts): AssessmentIssue[] {
  const issues: AssessmentIssue[] = [];
  const add = (
    when: boolean,
    severity: AssessmentIssue['severity'],
    code: IssueCode,
    message: string,
    sources: readonly string[] = [],
  ) => {
    if (when)
      issues.push({
        code,
        severity,
        message,
        source_ids: [...new Set(sources)].slice(0, ASSESS_FINDINGS_MAX),
      });
  };
  const { text, relevance, contradictions, stale, chunks, failedSources } = facts;
  add(
    failedSources.length > 0,
    'warning',
    'failed_sources',
    'Some documents could not be read, so nothing in them can be answered from.',
    failedSources,
  );
  if (chunks === 0) {
    add(true, 'critical', 'empty', 'The knowledge base holds no text yet.');
    return issues;
  }
  const missing = missingTopics(facts);
  const nearest =
    relevance.nearest && relevance.nearest !== 'other' ? BUSINESS_DESCRIPTIONS[relevance.nearest] : '';
  const kind = nearest.slice(0, nearest.indexOf(':')).toLowerCase();
  add(
    text.characters < TINY_CHARS,
    'critical',
    'too_small',
    'There are only a few words. Visitors need whole answers.',
  );
  add(
    text.characters >= TINY_CHARS && text.characters < FEW_CHARS,
    'warning',
    'too_small',
    `There is very little text (${text.characters} characters). Add pages that answer what customers ask you every day.`,
  );
  add(
    text.readable < 0.5,
    'critical',
    'unreadable_text',
    'Most of the text cannot be read: it looks like random characters, shuffled words or a bad scan.',
    text.unreadableIn,
  );
  add(
    text.readable >= 0.5 && text.readable < 0.9,
    'warning',
    'unreadable_text',
    'Some of the text cannot be read: it looks like random characters, shuffled words or a bad scan.',
    text.unreadableIn,
  );
  add(
    text.placeholder > 0,
    text.placeholder > 0.5 ? 'critical' : 'warning',
    'placeholder_text',
    'There is filler such as "lorem ipsum" or "coming soon" where information should be.',
    text.placeholderIn,
  );
  add(
    text.questions > 0.6,
    'critical',
    'questions_without_answers',
    'There are questions without answers below them.',
  );
  add(
    relevance.offTopic > 0.2,
    relevance.offTopic > 0.5 ? 'critical' : 'warning',
    'off_topic',
    `${percent(relevance.offTopic)} of the text is not about a business.`,
    relevance.offTopicIn,
  );
  add(
    relevance.otherBusiness > 0.3,
    'warning',
    'other_business',
    `Much of the text reads as if it were about another kind of business (${kind}). Is the kind of business of this trial right?`,
  );
  add(
    contradictions.length > 0,
    contradictions.length >= MANY_CONTRADICTIONS ? 'warning' : 'info',
    'contradictions',
    'Documents say different things about the same matter, so the assistant may quote the wrong one.',
    contradictions.flatMap((pair) => pair.map(({ sourceId }) => sourceId)),
  );
  add(
    stale.length > 0,
    stale.length > 2 ? 'warning' : 'info',
    'outdated',
    `Some passages speak of dates that are long past, such as ${stale[0]?.year}.`,
    stale.map(({ sourceId }) => sourceId),
  );
  add(
    text.repeated > 0.2,
    text.repeated > 0.5 ? 'warning' : 'info',
    'duplicated',
    `${percent(text.repeated)} of the sentences stand in more than one place.`,
    text.repeatedIn,
  );
  add(
    text.fragments > 0.5,
    'warning',
    'hard_to_read',
    'Most lines are scraps of a few words, such as menus and buttons. Give the pages themselves.',
  );
  add(
    text.long > 0.3,
    'info',
    'hard_to_read',
    'Many sentences are very long. Short ones are found and quoted better.',
  );
  add(
    text.structured < 0.5,
    'info',
    'no_structure',
    'The text has hardly any headings or paragraphs. Short sections with a heading each are found better.',
  );
  add(
    text.concrete < 0.25 && text.language !== 'other',
    'warning',
    'few_facts',
    'There are hardly any facts such as prices, times or addresses.',
  );
  add(
    facts.chunks >= 8 && facts.clusters <= 2,
    'info',
    'one_topic',
    'All of the text is about the same matter.',
  );
  add(
    text.addressesModel > 0,
    'warning',
    'addresses_the_model',
    'A document holds sentences addressed to a language model. They are ignored; please remove them.',
    text.addressesModelIn,
  );
  add(
    text.language === 'other',
    'info',
    'language_not_checked',
    'The text is not in English, so it could not be checked with questions; the scores are a guess.',
  );
  add(
    missing.length > 0 && text.language !== 'other',
    missing.length > facts.topics.length / 2 ? 'warning' : 'info',
    'missing_topics',
    `Visitors will ask about these, and no answer was found: ${missing.join(', ')}.`,
  );
  return issues.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

const percent = (share: number) => `${Math.round(100 * share)} %`;
