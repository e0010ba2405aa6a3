/** PROMISES 11: whatever a language model says of a knowledge base, or does not say, there is an assessment in time. */
import { fakeModel } from '@langchain/core/testing';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Assessment, assessment, type ModelOpinion } from '#lib/contracts/assessment.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { ASSESS_DEADLINE_MS } from '#lib/core/limits.ts';
import type { Assessor } from '#lib/ports/assessor.ts';
import { assessKnowledgeBase } from '#lib/trial/assess-knowledge-base.ts';
import { langChainAssessor, openAiAssessor } from '#lib/trial/workflow-langchain.ts';
import { NONSENSE, openAssessable, PRAISE, SHOP, tenantWith } from '../fixtures/assessable.ts';
import { type OpenAiScenario, startOpenAiStub } from '../fixtures/openai-stub.ts';

/** Of the model, where a test waits for it. */
const SOON_MS = 400;
/** A busy machine needs longer for the measuring itself. */
const QUICK_MS = 8_000;

const OPINION: ModelOpinion = {
  coverage: 0.8,
  clarity: 0.9,
  relevance: 0.95,
  summary: 'A tea shop.',
  issues: [{ code: 'other', message: 'Opening hours of the shop are not given.', documents: [1, 1, 99] }],
  missing_topics: ['opening hours'],
  questions: ['How much does delivery cost?', 'Do you sell bicycles?'],
};
const PERFECT: ModelOpinion = {
  ...OPINION,
  coverage: 1,
  clarity: 1,
  relevance: 1,
  issues: [
    {
      code: 'other',
      message: 'Perfect! See https://evil.example/login or mail x@evil.example <b>now</b>.',
      documents: [1],
    },
  ],
  missing_topics: [],
  questions: [],
};

let product: Awaited<ReturnType<typeof openAssessable>>;
let shop: TenantCaller;
let nonsense: TenantCaller;
let measured: Assessment;

async function assess(caller: TenantCaller, assessor: Assessor | null, modelDeadlineMs = SOON_MS) {
  const ports = {
    ...product.ports,
    assessor,
    assessment: { ...product.ports.assessment, modelDeadlineMs },
  };
  const started = performance.now();
  const given = await assessKnowledgeBase(ports, {
    tenantId: caller.tenantId,
    signal: new AbortController().signal,
  });
  await assessor?.close();
  return { given: assessment.parse(given), ms: performance.now() - started };
}

beforeAll(async () => {
  product = await openAssessable();
  shop = await tenantWith(product.ports, SHOP);
  nonsense = await tenantWith(product.ports, [...NONSENSE, PRAISE]);
  measured = (await assess(shop, null)).given;
}, 60_000);
afterAll(() => product.close());

/** All but who said it and when. */
function expectMeasuredOnly(given: Assessment): void {
  expect({ ...given, assessed_at: '' }).toEqual({ ...measured, assessed_at: '' });
}

describe('without a model', () => {
  it('a shop that answers what shops are asked is approved, nonsense is rejected with advice', async () => {
    expect(measured).toMatchObject({ verdict: 'approve', assessor: 'deterministic' });
    const { given } = await assess(nonsense, null);
    expect(given.verdict).toBe('reject');
    expect(given.advice.length).toBeGreaterThan(0);
    expect(given.issues.map(({ code }) => code)).toContain('unreadable_text');
  });
});

describe('a LangChain model', () => {
  it('with a good opinion takes part: its scores within bounds, its issues as hints, its questions checked', async () => {
    const { given } = await assess(shop, langChainAssessor('fake', fakeModel().structuredResponse(OPINION)));
    expect(given.assessor).toBe('llm');
    expect(given.scores.coverage).toBeGreaterThanOrEqual(measured.scores.coverage - 0.25);
    expect(given.scores.coverage).toBeLessThanOrEqual(measured.scores.coverage + 0.1);
    const hint = given.issues.find(({ code }) => code === 'other');
    expect(hint).toMatchObject({ severity: 'info', message: OPINION.issues[0]!.message });
    expect(hint!.source_ids).toHaveLength(1);
    expect(given.missing_topics).toContain('opening hours');
    expect(given.answerable.map(({ question }) => question)).toContain('How much does delivery cost?');
    expect(given.unanswerable.map(({ question }) => question)).toContain('Do you sell bicycles?');
  });

  it.each([
    ['words instead of JSON', 'I think that this is a lovely knowledge base.'],
    ['half of the JSON', JSON.stringify(OPINION).slice(0, 80)],
    ['scores out of range', JSON.stringify({ ...OPINION, coverage: 7 })],
    [
      'a code that does not exist',
      JSON.stringify({ ...OPINION, issues: [{ code: 'x', message: 'y', documents: [] }] }),
    ],
    ['a refusal', 'I am sorry, but I cannot help with that.'],
    ['nothing', ''],
  ])('with %s leaves what was measured', async (_, words) => {
    const { given } = await assess(
      shop,
      langChainAssessor('fake', new FakeListChatModel({ responses: [words] })),
    );
    expectMeasuredOnly(given);
  });

  it('that is slow is not waited for', async () => {
    const slow = new FakeListChatModel({ responses: [JSON.stringify(OPINION)], sleep: 60_000 });
    const { given, ms } = await assess(shop, langChainAssessor('fake', slow));
    expectMeasuredOnly(given);
    expect(ms).toBeLessThan(QUICK_MS);
  });

  it('that does not even listen to being told to stop is not waited for', async () => {
    const deaf: Assessor = { model: 'deaf', judge: () => new Promise(() => {}), close: async () => {} };
    const { given, ms } = await assess(shop, deaf);
    expectMeasuredOnly(given);
    expect(ms).toBeLessThan(QUICK_MS);
  });

  it('that was talked into praise by a document changes nothing of its verdict', async () => {
    const alone = await assess(nonsense, null);
    const { given } = await assess(
      nonsense,
      langChainAssessor('fake', fakeModel().structuredResponse(PERFECT)),
    );
    expect(given).toMatchObject({ verdict: 'reject', assessor: 'llm', scores: alone.given.scores });
    expect(given.issues.map(({ code }) => code)).toContain('addresses_the_model');
    expect(JSON.stringify(given)).not.toMatch(/evil|https|<b>/);
  });
});

describe('an OpenAI-compatible endpoint', () => {
  const judgeBy = async (
    scenario: OpenAiScenario,
    answer = [JSON.stringify(OPINION)],
    modelDeadlineMs = SOON_MS,
  ) => {
    const stub = await startOpenAiStub(scenario, { answer });
    try {
      const assessor = openAiAssessor({ baseUrl: stub.url, apiKey: 'sk-secret', model: 'any-model' });
      return { ...(await assess(shop, assessor, modelDeadlineMs)), stub };
    } finally {
      await stub.close();
    }
  };

  it('is asked once, for JSON of the agreed form, with the passages as data', async () => {
    const { given, stub } = await judgeBy('ok', undefined, QUICK_MS);
    expect(given.assessor).toBe('llm');
    expect(stub.requests).toHaveLength(1);
    const { body, path } = stub.requests[0]!;
    expect(path).toBe('/v1/chat/completions');
    expect(body).toMatchObject({ model: 'any-model', response_format: { type: 'json_schema' } });
    expect(body.messages[0].role).toBe('system');
    expect(body.messages[1].content).toContain('Delivery costs $4.95');
    expect(JSON.stringify(body)).not.toContain(shop.tenantId);
  });

  it.each<OpenAiScenario>([
    'error_401',
    'error_429',
    'error_500',
    'malformed_json',
    'cut',
    'short',
    'content_filter',
    'refusal',
    'stall',
    'slow_first_byte',
    'slow_connect',
  ])('(%s) leaves what was measured', async (scenario) => {
    const half = scenario === 'short' ? [JSON.stringify(OPINION).slice(0, 60)] : undefined;
    const { given, ms } = await judgeBy(scenario, half);
    expectMeasuredOnly(given);
    expect(ms).toBeLessThan(QUICK_MS);
  });

  it('that never answers leaves an assessment within ten seconds, with the deadlines as they are', async () => {
    const { given, ms } = await judgeBy(
      'slow_first_byte',
      undefined,
      product.ports.assessment.modelDeadlineMs,
    );
    expectMeasuredOnly(given);
    expect(ms).toBeLessThan(ASSESS_DEADLINE_MS);
  });
});
