/** Curated answers: a question that has one gets it word for word, whoever asks by whatever way, from the next question on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '#lib/contracts/admin.ts';
import type { UnansweredQuestion } from '#lib/contracts/admin-usage.ts';
import type { AnswersPage, CuratedAnswer } from '#lib/contracts/answers.ts';
import type { AskBatchResult } from '#lib/contracts/ask.ts';
import { CURATED_ANSWERS_MAX_PER_TENANT } from '#lib/core/limits.ts';
import { reembedAnswers } from '#lib/curated/reembed-answers.ts';
import { type AdminClient, firstOwner, invited } from '../fixtures/admin-client.ts';
import { askStream } from '../fixtures/ask-client.ts';
import { businessDocuments } from '../fixtures/business-documents.ts';
import { comesToRest } from '../fixtures/come-to-rest.ts';
import { startOpenAiStub } from '../fixtures/openai-stub.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient, tenantClient } from '../fixtures/tenant-client.ts';

const QUESTION = 'Are kangaroos welcome at the lighthouse?';
const ANSWER = 'Yes: <b>every</b> Thursday, by the back door [1].';
const URL = 'https://lighthouse.example/kangaroos?a=1&b=2';
/** In the documents, so that it has an answer without us. */
const WARRANTY = 'How long is the warranty on the frame?';

let product: Product;
let owner: AdminClient;
let operator: AdminClient;
let tenant: TenantClient;

beforeAll(async () => {
  product = await openProduct();
  owner = await firstOwner(product);
  operator = await invited(product.url, owner, 'operator');
  tenant = await startTenant(product.url, 'Bluebird Bikes');
  const documents = (await businessDocuments()).filter(({ name }) => /^(warranty|team)\./.test(name));
  const accepted = await tenant.give(...documents);
  await tenant.settled(accepted.map(({ source_id }) => source_id));
  await comesToRest(product.ports.database, tenant.tenantId);
});
afterAll(() => product.close());

const pathOf = ({ tenantId }: TenantClient, id = '') =>
  `/api/admin/trials/${tenantId}/answers${id && `/${id}`}`;
async function added(response: Promise<Response>): Promise<CuratedAnswer> {
  const answer = await response;
  expect(answer.status, await answer.clone().text()).toBe(201);
  return (await answer.json()) as CuratedAnswer;
}
const add = (to: TenantClient, question: string, answer: string, url?: string) =>
  added(to.call('POST', '/api/trial/answers', { question, answer, ...(url && { url }) }));
const remove = async (from: TenantClient, { answer_id }: CuratedAnswer) =>
  expect((await from.call('DELETE', `/api/trial/answers/${answer_id}`)).status).toBe(204);
const unanswered = async () => {
  const { questions } = await owner.get<{ questions: UnansweredQuestion[] }>(
    `/api/admin/unanswered?tenant_id=${tenant.tenantId}`,
  );
  return questions.map(({ question, answer_id }) => [question, answer_id]);
};

describe('an answer that an operator adds', () => {
  it('is given for a question that was refused, until it is removed', async () => {
    expect(await tenant.ask(QUESTION)).toMatchObject({ answered: false, mode: 'extractive' });
    expect(await unanswered()).toEqual([[QUESTION, null]]);

    const body = { question: QUESTION, answer: ANSWER, url: URL };
    const one = await added(operator.call('POST', pathOf(tenant), body));
    expect(one).toMatchObject({ ...body, added_by: 'admin' });
    expect(await unanswered()).toEqual([[QUESTION, one.answer_id]]);

    const { usage: before } = await tenant.trial();
    const source = { n: 1, source_id: one.answer_id, title: QUESTION, url: URL, snippet: ANSWER, score: 1 };
    const given = { answer: ANSWER, answered: true, mode: 'curated', confidence: 1, sources: [source] };
    expect(await tenant.ask(QUESTION)).toMatchObject({ ...given, cached: false });
    expect(await tenant.ask(' are KANGAROOS welcome at the lighthouse')).toMatchObject({
      ...given,
      cached: true,
    });
    const { usage: after } = await tenant.trial();
    expect(after.queries_used).toBe(before.queries_used + 2);

    const gone = await operator.call('DELETE', pathOf(tenant, one.answer_id));
    expect(gone.status).toBe(204);
    expect(await tenant.ask(QUESTION)).toMatchObject({ answered: false, mode: 'extractive', cached: false });
    expect(await unanswered()).toEqual([[QUESTION, null]]);
  });

  it('is written down with who did it, once for a request that is sent twice', async () => {
    const body = { question: 'Who owns the shop?', answer: 'The Baker family.' };
    const [one, again] = [
      await added(operator.call('POST', pathOf(tenant), body)),
      await added(operator.call('POST', pathOf(tenant), body)),
    ];
    expect(again).toEqual(one);
    const other = await operator.call('POST', pathOf(tenant), { ...body, answer: 'Somebody else.' });
    expect([other.status, (await other.json()).code]).toEqual([409, 'conflict']);
    const patch = { answer: 'The Miller family.', url: URL };
    for (let n = 0; n < 2; n++) {
      const changed = await operator.call('PATCH', pathOf(tenant, one.answer_id), patch);
      expect([changed.status, await changed.json()]).toMatchObject([200, patch]);
    }
    expect(await tenant.ask(body.question)).toMatchObject({ answer: patch.answer, mode: 'curated' });
    const unlinked = await operator.call('PATCH', pathOf(tenant, one.answer_id), { url: null });
    expect(await unlinked.json()).toMatchObject({ answer: patch.answer, url: null });
    expect((await operator.call('DELETE', pathOf(tenant, one.answer_id))).status).toBe(204);
    expect((await operator.call('DELETE', pathOf(tenant, one.answer_id))).status).toBe(404);
    const { entries } = await owner.get<{ entries: AuditEntry[] }>('/api/admin/audit?action=answer.&limit=4');
    const about = { subject: `trial:${tenant.tenantId}`, email: operator.email };
    expect(entries).toMatchObject(
      ['removed', 'changed', 'changed', 'added'].map((verb) => ({ ...about, action: `answer.${verb}` })),
    );
    expect(entries.every(({ after }) => after?.answer_id === one.answer_id)).toBe(true);
  });

  it('is refused for a tenant that is not there', async () => {
    const nobody = '0199aaaa-0000-7000-8000-000000000000';
    const answers = [
      operator.call('GET', `/api/admin/trials/${nobody}/answers`),
      operator.call('POST', `/api/admin/trials/${nobody}/answers`, { question: 'Q?', answer: 'A.' }),
      operator.call('PATCH', `/api/admin/trials/${nobody}/answers/${nobody}`, { answer: 'A.' }),
      operator.call('DELETE', `/api/admin/trials/${nobody}/answers/${nobody}`),
    ];
    for (const { status } of await Promise.all(answers)) expect(status).toBe(404);
  });
});

describe('a curated answer', () => {
  it('wins over documents, model and cache, and the documents are back when it goes', async () => {
    const before = await tenant.ask(WARRANTY);
    expect(before).toMatchObject({ answered: true, mode: 'extractive' });
    expect(await tenant.ask(WARRANTY)).toMatchObject({ cached: true });
    const one = await add(tenant, WARRANTY, 'Ten years from now on.');
    expect(await tenant.ask(WARRANTY)).toMatchObject({ answer: 'Ten years from now on.', cached: false });
    const changed = await tenant.call('PATCH', `/api/trial/answers/${one.answer_id}`, { answer: 'Eleven.' });
    expect(changed.status).toBe(200);
    expect(await tenant.ask(WARRANTY)).toMatchObject({ answer: 'Eleven.', cached: false });
    await remove(tenant, one);
    expect(await tenant.ask(WARRANTY)).toMatchObject({
      answer: before.answer,
      mode: 'extractive',
      cached: false,
    });
  });

  it('is given for the same question in other grammar, and never for one that only sounds like it', async () => {
    const one = await add(tenant, 'Do you ship to Norway?', 'Yes, within five days.');
    for (const query of ['Hi, can you ship to Norway please?', 'Could you tell me if you ship to Norway?']) {
      const near = await tenant.ask(query);
      expect(near).toMatchObject({ answer: 'Yes, within five days.', mode: 'curated', confidence: 0.98 });
      expect(near.sources[0]!.score).toBeLessThan(1);
    }
    for (const query of ['Do you ship to Sweden?', 'Do you not ship to Norway?', 'Do you ship from Norway?'])
      expect((await tenant.ask(query)).mode).not.toBe('curated');
    await remove(tenant, one);
  });

  it('comes in a batch, in one statement and one embedding call, beside what documents answer', async () => {
    const one = await add(tenant, QUESTION, ANSWER);
    const queries = [
      WARRANTY,
      'are kangaroos welcome at the lighthouse',
      'Would a kangaroo be welcome at your lighthouse please?',
      'Is there a moon?',
    ];
    const response = await tenant.call('POST', '/api/ask', { queries: queries.map((query) => ({ query })) });
    const { results, retrieval } = (await response.json()) as AskBatchResult;
    expect(results.map((result) => 'mode' in result && result.mode)).toEqual([
      'extractive',
      'curated',
      'curated',
      'extractive',
    ]);
    expect(retrieval).toMatchObject({ unique_queries: 4, embedding_calls: 1, db_queries: 1 });
    await remove(tenant, one);
  });

  it('is streamed, and told to agents', async () => {
    const one = await add(tenant, QUESTION, ANSWER, URL);
    const events = await askStream(product.url, tenant, { query: QUESTION });
    expect(events.map(({ event }) => event)).toEqual(['sources', 'token', 'done']);
    expect(events[1]!.data).toEqual({ text: ANSWER });
    expect(events[2]!.data).toMatchObject({ mode: 'curated', answer: ANSWER });
    const call = { method: 'tools/call', params: { name: 'rag_query', arguments: { query: QUESTION } } };
    const told = await tenant.call(
      'POST',
      '/api/mcp',
      { jsonrpc: '2.0', id: 1, ...call },
      { accept: 'application/json, text/event-stream' },
    );
    expect(await told.text()).toContain('"mode":"curated"');
    await remove(tenant, one);
  });

  it('is met by a question with personal data in it, of which neither keeps any', async () => {
    const question = 'Can I write to anna.berg@mail.example about kangaroos?';
    const one = await add(tenant, question, 'Yes.');
    expect(one.question).not.toContain('anna.berg');
    expect(await tenant.ask(question)).toMatchObject({ answer: 'Yes.', mode: 'curated' });
    await remove(tenant, one);
  });

  it('needs no documents', async () => {
    const bare = await startTenant(product.url, 'Bare');
    await add(bare, 'When do you open?', 'At nine.');
    expect(await bare.ask('when do you open')).toMatchObject({ answer: 'At nine.', mode: 'curated' });
  });

  it('is the tenant’s own: to another it is not there, and answers nothing', async () => {
    const other = await startTenant(product.url, 'Other');
    const one = await add(tenant, QUESTION, ANSWER);
    expect(await other.ask(QUESTION)).toMatchObject({ answered: false });
    expect((await other.get<AnswersPage>('/api/trial/answers')).answers).toEqual([]);
    await remove(tenant, one);
  });

  it('is read with kb:read and written with kb:write alone', async () => {
    const keyWith = async (scope: string) => {
      const made = await tenant.call('POST', '/api/trial/keys', { name: scope, scopes: [scope] });
      return tenantClient(product.url, tenant.tenantId, (await made.json()).key);
    };
    const [reader, writer] = [await keyWith('kb:read'), await keyWith('kb:write')];
    const body = { question: 'Is this allowed?', answer: 'To a writer.' };
    expect((await reader.call('POST', '/api/trial/answers', body)).status).toBe(403);
    expect((await writer.call('GET', '/api/trial/answers')).status).toBe(403);
    const one = await added(writer.call('POST', '/api/trial/answers', body));
    expect((await reader.get<AnswersPage>('/api/trial/answers')).answers).toEqual([one]);
    await remove(writer, one);
  });

  it('is in the export, and its vector is not', async () => {
    const one = await add(tenant, QUESTION, ANSWER);
    const lines = (await (await tenant.call('GET', '/api/trial/export')).text()).split('\n');
    const exported = lines.find((line) => line.includes(one.answer_id) && line.includes('curated_answers'));
    expect(exported).toContain(JSON.stringify(ANSWER));
    expect(exported).not.toMatch(/embedding"|question_hash/);
    await remove(tenant, one);
  });

  it('whose question another model has embedded is met word for word, and nearly again once embedded anew', async () => {
    const one = await add(tenant, QUESTION, ANSWER);
    const near = 'Hello, is a kangaroo welcome at your lighthouse?';
    await product.ports.database.asTenant(tenant.tenantId, async (tx) => {
      await tx
        .updateTable('curated_answers')
        .set({ embedding: '[1,0]', embedding_model: 'another' })
        .execute();
      await tx
        .updateTable('tenant_stats')
        .set((eb) => ({ answers_version: eb('answers_version', '+', 1) }))
        .execute();
    });
    expect(await tenant.ask(QUESTION)).toMatchObject({ mode: 'curated' });
    expect((await tenant.ask(near)).mode).toBe('extractive');
    expect(await reembedAnswers(product.ports)).toBeGreaterThan(0);
    expect(await reembedAnswers(product.ports)).toBe(0);
    expect(await tenant.ask(near)).toMatchObject({ mode: 'curated', cached: false });
    await remove(tenant, one);
  });

  it('is refused when it is empty, too long, or points to no page', async () => {
    const wrong = [
      { question: ' ', answer: 'A' },
      { question: 'Q', answer: '' },
      { question: 'Q', answer: 'x'.repeat(4_001) },
      { question: 'Q', answer: 'A', url: 'javascript:alert(1)' },
      { question: 'Q', answer: 'A', answer_id: 'mine' },
    ];
    for (const body of wrong) {
      expect((await tenant.call('POST', '/api/trial/answers', body)).status, JSON.stringify(body)).toBe(400);
    }
    expect((await tenant.call('GET', '/api/trial/answers?cursor=nonsense')).status).toBe(400);
  });
});

describe('the limit', () => {
  it('holds however many are added at once, and a list of that many comes in pages', async () => {
    const full = await startTenant(product.url, 'Full');
    const room = 20;
    const many = Array.from({ length: CURATED_ANSWERS_MAX_PER_TENANT - room }, (_, n) => n);
    await product.ports.database.asTenant(full.tenantId, (tx) =>
      tx
        .insertInto('curated_answers')
        .values(
          many.map((n) => ({
            tenant_id: full.tenantId,
            answer_id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
            question: `Question ${n}?`,
            question_hash: new Uint8Array(32).fill(0).map((_, at) => (at < 2 ? (n >> (8 * at)) & 255 : 0)),
            answer: `Answer ${n}.`,
            embedding: '[1,0]',
            embedding_model: 'none',
            added_by: 'tenant' as const,
          })),
        )
        .execute(),
    );
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        const body = { question: `What is number ${n} of fifty?`, answer: `${n}.` };
        const response = await operator.call('POST', pathOf(full), body);
        return [response.status, (await response.json()).code] as const;
      }),
    );
    expect(outcomes.filter(([status]) => status === 201)).toHaveLength(room);
    expect(outcomes.filter(([, code]) => code === 'quota_exceeded')).toHaveLength(50 - room);

    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = `limit=200${cursor && `&cursor=${cursor}`}`;
      const page: AnswersPage = await full.get(`/api/trial/answers?${query}`);
      seen.push(...page.answers.map(({ answer_id }) => answer_id));
      cursor = page.next_cursor;
    }
    expect(new Set(seen).size).toBe(CURATED_ANSWERS_MAX_PER_TENANT);
    expect(seen).toHaveLength(CURATED_ANSWERS_MAX_PER_TENANT);
  });
});

describe('with a chat model', () => {
  it('a curated answer costs none of it', async () => {
    const stub = await startOpenAiStub('ok', { answer: ['The frame has ', 'six years [1].'] });
    const withModel = await openProduct({ env: { LLM_BASE_URL: stub.url, LLM_MODEL: 'stub-model' } });
    const client = await startTenant(withModel.url, 'With a model');
    await add(client, WARRANTY, 'Ten years.');
    const answers = [await client.ask(WARRANTY), await client.ask(WARRANTY)];
    expect(answers.map(({ answer }) => answer)).toEqual(['Ten years.', 'Ten years.']);
    expect(answers[0]!.usage).toMatchObject({ prompt_tokens: 0, completion_tokens: 0 });
    expect(stub.requests.filter(({ path }) => path.endsWith('/chat/completions'))).toEqual([]);
    await withModel.close();
    await stub.close();
  });
});
