/** A batch of any size is one call of the embedding model and one SQL statement, and finds what single asks find. */
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '#env.ts';
import { authenticate } from '#lib/auth/authenticate.ts';
import { addText } from '#lib/kb/add-text.ts';
import { type Retrieved, retrieveBatch } from '#lib/rag/batch-retriever.ts';
import { countCalls } from '#lib/rag/count-calls.ts';
import { searchLeaders } from '#lib/rag/near-questions.ts';
import { normalizeQuestion } from '#lib/rag/normalize-question.ts';
import { getTrial } from '#lib/trial/get-trial.ts';
import { startTrial } from '#lib/trial/start-trial.ts';
import { openPorts } from '#runtime/open-ports.ts';
import type { Ports } from '#runtime/ports.ts';
import { comesToRest } from './fixtures/come-to-rest.ts';
import { temporaryDataDir } from './fixtures/data-directory.ts';
import { type SentMessages, watchMessages } from './fixtures/sent-messages.ts';

const SUBJECTS = [
  'saddles',
  'tyres',
  'brakes',
  'lamps',
  'helmets',
  'baskets',
  'pumps',
  'chains',
  'bells',
  'locks',
];
const question = (n: number) => `How many ${SUBJECTS[n % 10]} does shop ${n} sell in a year?`;
const DISTINCT = Array.from({ length: 50 }, (_, n) => question(n));

let dataDir: string;
let close: () => Promise<void>;
let ports: Ports;
let sent: SentMessages;
let tenantId: string;
let emptyTenantId: string;

async function tenant(): Promise<{ token: string; id: string }> {
  const started = await startTrial(ports, {
    email: 'owner@shop.example',
    business_name: 'Bluebird Bikes',
    business_type: 'ecommerce',
  });
  return { token: started.trial_token, id: started.tenant_id };
}

beforeAll(async () => {
  sent = watchMessages();
  dataDir = await temporaryDataDir('batch');
  const opened = await openPorts(readConfig({ FRONTDESK_DATA_DIR: dataDir, LOG_LEVEL: 'silent' }));
  ({ ports, close } = opened);
  const { token, id } = await tenant();
  tenantId = id;
  emptyTenantId = (await tenant()).id;
  const caller = await authenticate(ports, 'test', token);
  for (const [n, subject] of SUBJECTS.entries()) {
    const content = `Our ${subject} are made in Ghent. Shop ${n} sells ${n * 7 + 3} ${subject} in a year.`;
    await addText(ports, caller, { title: `About ${subject}`, content });
  }
  while ((await getTrial(ports, caller)).kb.sources.ready < SUBJECTS.length) await sleep(100);
  for (const one of [tenantId, emptyTenantId]) await comesToRest(ports.database, one);
}, 60_000);
afterAll(async () => {
  await close();
  sent.stop();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(() => sent.forget());

const retrieve = (texts: readonly string[], from = ports, id = tenantId) =>
  retrieveBatch(from, id, texts, { topK: 6, signal: AbortSignal.timeout(20_000) });
/** Statements other than those that open, bind and close a transaction. */
const work = () => sent.statements().filter((sql) => !/^(begin|commit|select\s+set_config\()/.test(sql));
const found = ({ query, ranked }: Retrieved) => ({
  text: query.text,
  chunks: ranked.map(({ found: { chunk_id }, score }) => [chunk_id, score.toFixed(6)]),
});

describe('one batch', () => {
  it.each([1, 2, 20, 50])('of %i is one embedding call and one statement', async (size) => {
    const { ports: counted, counts } = countCalls(ports);
    const results = await retrieve(DISTINCT.slice(0, size), counted);
    expect(results).toHaveLength(size);
    expect(sent.embeddings()).toEqual([DISTINCT.slice(0, size)]);
    expect(work()).toHaveLength(1);
    expect(sent.statements()).toHaveLength(4);
    expect(counts).toEqual({ embeddings: 1, statements: 1 });
  });

  it('finds for each question, in the order asked, what that question finds alone', async () => {
    const texts = [...DISTINCT.slice(0, 12), 'the of and', '営業時間は何時ですか', 'x'.repeat(2_000)];
    const together = await retrieve(texts);
    const alone: Retrieved[] = [];
    for (const text of texts) alone.push(...(await retrieve([text])));
    expect(together.map(found)).toEqual(alone.map(found));
    for (const [n, subject] of SUBJECTS.entries()) {
      expect(together[n]!.ranked[0]!.found.title).toBe(`About ${subject}`);
    }
  });

  it('finds nothing, and fails nothing, where there are no documents', async () => {
    const results = await retrieve(DISTINCT.slice(0, 3), ports, emptyTenantId);
    expect(results.map(({ ranked }) => ranked)).toEqual([[], [], []]);
  });

  it('sees the documents of its own tenant only', async () => {
    const other = await retrieve([question(3)], ports, emptyTenantId);
    expect(other[0]!.ranked).toEqual([]);
  });

  it('ends with “cancelled” when the asker has left', async () => {
    const signal = AbortSignal.abort();
    await expect(retrieveBatch(ports, tenantId, DISTINCT, { topK: 6, signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(work()).toEqual([]);
  });
});

describe('questions near each other', () => {
  const NEAR = [
    'How many saddles does shop 0 sell in a year?',
    'How many saddles does shop 0 sell each year?',
    'Who repairs broken lamps?',
    'How many saddles does shop 0 sell per year?',
  ];

  it('share one search, and each is still ranked by its own words', async () => {
    const results = await retrieve(NEAR);
    const vectors = sent
      .parameters()
      .flat()
      .find((parameter) => Array.isArray(parameter) && String(parameter[0]).startsWith('['));
    expect((vectors as string[]).length).toBe(2);
    expect(results.map(({ query }) => query.text)).toEqual(NEAR);
    for (const n of [0, 1, 3]) expect(results[n]!.ranked[0]!.found.title).toBe('About saddles');
    expect(results[2]!.ranked[0]!.found.title).toBe('About lamps');
    expect(new Set([0, 1].map((n) => results[n]!.ranked[0]!.score)).size).toBe(2);
  });

  it('are those of the least cosine or more, and take the nearest that searches', () => {
    const at = (degrees: number) =>
      new Float32Array([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]);
    const least = Math.cos((10.01 * Math.PI) / 180);
    // 20° is near 10°, which does not search for itself, and too far from 0°.
    expect(searchLeaders([0, 10, 20, 12, 90, 0].map(at), least)).toEqual([0, 0, 2, 2, 4, 0]);
    expect(searchLeaders([], least)).toEqual([]);
  });
});

describe('equal questions', () => {
  it.each([
    ['When do you open?', 'when do you open'],
    ['  When   do\tyou\nopen ?! ', 'When do you open?'],
    ['“When do you open?”', 'When do you open…'],
    ['Ｗｈｅｎ do you open？', 'when do you open'],
    ['Cafe\u0301 hours', 'Café hours'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['ab\u00adcd\u200b', 'abcd'],
    ['Hello, do you deliver, please?', 'hello do you deliver please'],
    ['營業時間？', '營業時間'],
  ])('%j is %j', (one, other) => {
    expect(normalizeQuestion(one)).toBe(normalizeQuestion(other));
  });

  it.each([
    ['Is it 3.5 kg?', 'Is it 35 kg?'],
    ['Do you teach C++?', 'Do you teach C?'],
    ['Do you teach C#?', 'Do you teach C?'],
    ['Is it -5 degrees?', 'Is it 5 degrees?'],
    ['What costs $5?', 'What costs 5?'],
    ['Is it 10%?', 'Is it 10?'],
    ['wi-fi', 'wi fi'],
    ['?', '!'],
    ['résumé', 'resume'],
  ])('%j is not %j', (one, other) => {
    expect(normalizeQuestion(one)).not.toBe(normalizeQuestion(other));
  });

  it('stay as they are when made equal twice, and none becomes empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const once = normalizeQuestion(text);
        expect(normalizeQuestion(once)).toBe(once);
        if (/[\p{L}\p{N}]/u.test(text)) expect(once).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });
});
