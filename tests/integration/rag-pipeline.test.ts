/** PROMISES 10 and the main job: documents of six formats become answers that point into them, once each. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChunkView } from '#lib/contracts/kb.ts';
import { addText } from '#lib/kb/add-text.ts';
import { ingestSource } from '#lib/kb/ingest-source.ts';
import { buildDocx } from '../fixtures/build-documents.ts';
import {
  type BusinessDocument,
  businessDocuments,
  UNANSWERABLE_QUESTIONS,
} from '../fixtures/business-documents.ts';
import * as hostile from '../fixtures/hostile-documents.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { readAsTenant } from '../fixtures/stored-index.ts';
import { type LiveEvent, startTenant, type TenantClient } from '../fixtures/tenant-client.ts';

let product: Product;
let tenant: TenantClient;
let documents: BusinessDocument[];
/** By file name. */
const sources = new Map<string, string>();
const text = (words: string) => new TextEncoder().encode(words);
const stored = (who: TenantClient) => readAsTenant(product.ports.database, who.tenantId);

async function chunkOf({ source_id, chunk_id }: { source_id: string; chunk_id: string }): Promise<ChunkView> {
  const path = `/api/trial/kb/${source_id}/chunks?around=${chunk_id}`;
  const { chunks } = await tenant.get<{ chunks: ChunkView[] }>(path);
  return chunks.find((chunk) => chunk.chunk_id === chunk_id)!;
}

beforeAll(async () => {
  product = await openProduct();
  tenant = await startTenant(product.url);
  documents = await businessDocuments();
});
afterAll(() => product.close());

describe('six files', () => {
  const heard: LiveEvent[] = [];

  it('go from queued over ingesting to ready, told live and in order', async () => {
    for (const { name, source_id, status, duplicate } of await tenant.give(...documents)) {
      expect({ name, status, duplicate }).toEqual({ name, status: 'queued', duplicate: false });
      sources.set(name, source_id);
    }
    expect(sources.size).toBe(6);
    const ready = new Set<string>();
    for await (const event of tenant.events(0)) {
      heard.push(event);
      if (event.data.status === 'ready') ready.add(event.data.source_id);
      if (ready.size === 6) break;
    }
    expect(heard.map(({ id }) => id)).toEqual(heard.map((_, index) => index + 1));
    expect(new Set(heard.map(({ type }) => type))).toEqual(new Set(['ingestion']));
    for (const id of sources.values()) {
      const own = heard.filter(({ data }) => data.source_id === id).map(({ data }) => data);
      const steps = own.map(({ status }) => status).filter((status, at, all) => status !== all[at - 1]);
      expect(steps).toEqual(['queued', 'ingesting', 'ready']);
      const percents = own.map(({ progress_percent }) => progress_percent);
      expect(percents).toEqual(percents.toSorted((a, b) => a - b));
      expect(own.at(-1)).toMatchObject({ progress_percent: 100, error: null });
      expect(own.at(-1)!.chunks).toBeGreaterThan(0);
    }
  });

  it('are told again, event for event, to a reader that comes back', async () => {
    for (const after of [0, 7, heard.length - 1]) {
      const again: LiveEvent[] = [];
      for await (const event of tenant.events(after)) {
        again.push(event);
        if (event.id === heard.length) break;
      }
      expect(again).toEqual(heard.slice(after));
    }
  });

  it('answer each its own question, with a citation that holds the quoted sentence', async () => {
    const answered = await Promise.all(documents.map(({ fact }) => tenant.ask(fact.question)));
    expect(answered.map(({ answer }, at) => [documents[at]!.name, answer])).toEqual(
      documents.map(({ name, fact }) => [name, expect.stringContaining(fact.answer)]),
    );
    for (const [at, result] of answered.entries()) {
      const { name, fact } = documents[at]!;
      expect(result, name).toMatchObject({ answered: true, mode: 'extractive', cached: false });
      const cited = result.sources.find(({ snippet }) => snippet.includes(fact.answer));
      expect(cited?.source_id, name).toBe(sources.get(name));
      const chunk = await chunkOf(cited!);
      expect(chunk, name).toMatchObject({
        heading: cited!.heading,
        page: cited!.page,
        source_id: cited!.source_id,
      });
      expect(chunk.text, name).toContain(fact.answer);
      // Every quoted sentence stands, word for word, in the chunk that its mark points to.
      const quoted = [...result.answer.matchAll(/\s*(.+?) \[(\d+)\](?=\s|$)/gsu)];
      expect(quoted.length, name).toBeGreaterThan(0);
      for (const [, sentence, n] of quoted) {
        const { text: held } = await chunkOf(result.sources.find((source) => source.n === Number(n))!);
        expect(held, name).toContain(sentence);
      }
      const format = name.split('.').at(-1);
      if (format === 'pdf') expect(chunk.page).toBe(1);
      if (format === 'docx' || format === 'html' || format === 'md') expect(chunk.heading, name).toBeTruthy();
    }
  });

  it('answer a batch in one go, in the order asked', async () => {
    const queries = documents.map(({ name, fact }) => ({ id: name, query: fact.question }));
    const { results } = await (await tenant.call('POST', '/api/ask', { queries })).json();
    expect(results.map(({ id }: { id: string }) => id)).toEqual(documents.map(({ name }) => name));
    for (const [index, { fact }] of documents.entries()) expect(results[index].answer).toContain(fact.answer);
  });

  it('say so when they do not hold the answer', async () => {
    for (const question of UNANSWERABLE_QUESTIONS) {
      const result = await tenant.ask(question);
      expect(result, question).toMatchObject({ answered: false, sources: [] });
      expect(result.answer).toMatch(/don’t know/);
    }
  });
});

describe('the same content', () => {
  it('is one source, also under another name and ten times at once', async () => {
    const before = await stored(tenant);
    const uploads = Array.from({ length: 10 }, (_, at) =>
      tenant.give({ ...documents[at % 6]!, name: `copy ${at}` }),
    );
    for (const [at, [copy]] of (await Promise.all(uploads)).entries()) {
      const first = documents[at % 6]!.name;
      expect(copy).toEqual({ source_id: sources.get(first), name: first, status: 'ready', duplicate: true });
    }
    expect(await stored(tenant)).toEqual(before);
  });

  it('sent for the first time ten times at once is one source too', async () => {
    const other = await startTenant(product.url, 'Other');
    const file = { name: 'new.txt', bytes: text('The harbour office opens at seven in the morning.') };
    const accepted = (await Promise.all(Array.from({ length: 10 }, () => other.give(file)))).flat();
    expect(new Set(accepted.map(({ source_id }) => source_id)).size).toBe(1);
    expect(accepted.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    await other.settled([accepted[0]!.source_id]);
    const index = await stored(other);
    expect(index.usage).toEqual([{ documents: 1, storage_bytes: file.bytes.length }]);
    expect(index.chunks).toHaveLength(1);
    const twice = await other.give(file, { ...file, name: 'again.txt' });
    expect(twice.map(({ duplicate }) => duplicate)).toEqual([true, true]);
  });
});

describe('removing a source', () => {
  it('leaves every table as it was before, and gives the storage back', async () => {
    const before = await stored(tenant);
    const words =
      'Bluebird Bikes opens a second workshop in Elm Street. The warranty on its work is 3 years.';
    const [added] = await tenant.give({ name: 'news.md', bytes: text(`# News\n\n${words}\n`) });
    await tenant.settled([added!.source_id]);
    const between = await stored(tenant);
    expect(between.chunks.length).toBe(before.chunks.length + 1);
    expect(between.term_stats).not.toEqual(before.term_stats);
    expect((await tenant.call('DELETE', `/api/trial/kb/${added!.source_id}`)).status).toBe(204);
    expect(await stored(tenant)).toEqual(before);
    expect((await tenant.call('GET', `/api/trial/kb/${added!.source_id}`)).status).toBe(404);
    expect((await tenant.ask('Where is the second workshop?')).answer).not.toContain('Elm Street');
  });

  it('while it is being ingested leaves nothing either', async () => {
    const other = await startTenant(product.url, 'Other');
    const before = await stored(other);
    const long = Array.from(
      { length: 400 },
      (_, n) => `Rule ${n}: bike number ${n} stands in rack ${n % 7}.`,
    ).join('\n\n');
    const [added] = await other.give({ name: 'rules.txt', bytes: text(long) });
    for await (const { data } of other.events(0)) if (data.status === 'ingesting') break;
    expect((await other.call('DELETE', `/api/trial/kb/${added!.source_id}`)).status).toBe(204);
    const [next] = await other.give({ name: 'next.txt', bytes: text('The next file is read as ever.') });
    expect((await other.settled([next!.source_id]))[0]!.status).toBe('ready');
    expect((await other.call('DELETE', `/api/trial/kb/${next!.source_id}`)).status).toBe(204);
    expect(await stored(other)).toEqual(before);
  });
});

describe('removing a source at a bad moment', () => {
  it('ten times at once removes it once, and the others find nothing', async () => {
    const other = await startTenant(product.url, 'Eager');
    const before = await stored(other);
    for (let round = 0; round < 5; round++) {
      const [added] = await other.give({ name: 'once.txt', bytes: text(`Round ${round} of removing once.`) });
      await other.settled([added!.source_id]);
      const calls = Array.from({ length: 10 }, () =>
        other.call('DELETE', `/api/trial/kb/${added!.source_id}`),
      );
      const statuses = (await Promise.all(calls)).map(({ status }) => status).sort();
      expect(statuses).toEqual([204, ...Array<number>(9).fill(404)]);
      expect(await stored(other)).toEqual(before);
    }
  });

  it('while its chunks are being swapped in takes those as well', async () => {
    const other = await startTenant(product.url, 'Hasty');
    const before = await stored(other);
    const caller = await product.app.authenticate('a request', other.token);
    const { database, jobs } = product.ports;
    const noJob = { ...product.ports, jobs: { ...jobs, enqueue: async () => {} } };
    const { sources: added } = await addText(noJob, caller, { title: 'Hasty', content: 'Made in haste.' });
    const sourceId = added[0]!.source_id;
    let removed: Promise<Response> | undefined;
    const slow: typeof database = {
      ...database,
      asTenant: (tenantId, work) =>
        database.asTenant(tenantId, async (tx) => {
          const result = await work(tx);
          const { status } = await tx.selectFrom('sources').select('status').executeTakeFirstOrThrow();
          // Swapped in and not committed: now it is removed.
          if (status === 'ready') {
            removed = other.call('DELETE', `/api/trial/kb/${sourceId}`);
            await sleep(500);
          }
          return result;
        }),
    };
    const job = { tenant_id: other.tenantId, source_id: sourceId };
    await ingestSource({ ...product.ports, database: slow }, job, new AbortController().signal);
    expect((await removed)?.status).toBe(204);
    expect(await stored(other)).toEqual(before);
  });
});

describe('a file that cannot be read', () => {
  const FILES: [string, string, () => Uint8Array | Promise<Uint8Array>][] = [
    ['secret.pdf', 'file_encrypted', () => hostile.pdfEncrypted('a password')],
    ['scan.pdf', 'file_has_no_text', () => hostile.pdfScan()],
    ['arrays.pdf', 'file_corrupt', () => hostile.pdfDeepNesting(50_000)],
    ['cut.docx', 'file_corrupt', async () => (await buildDocx('Cut', [{ text: 'Cut off.' }])).slice(0, -300)],
    ['broken.docx', 'file_corrupt', () => hostile.docxBrokenDeflate()],
    ['lying.docx', 'file_too_large', () => hostile.docxLyingBomb(80)],
    ['deep.html', 'file_corrupt', () => hostile.deepHtml(50_000)],
    ['lines.txt', 'file_has_no_text', () => text('\n \n'.repeat(2_000))],
  ];

  it('ends failed with a sentence, or is refused with one, and stores nothing', async () => {
    const other = await startTenant(product.url, 'Other');
    const ended: unknown[] = [];
    for (const [name, , build] of FILES) {
      const response = await other.upload([{ name, bytes: await build() }]);
      const body = await response.json();
      if (response.status === 202) {
        const [source] = await other.settled([body.sources[0].source_id]);
        expect(source!.status, name).toBe('failed');
        expect(source!.error!.message, name).toMatch(/^[A-Z“"].{20,}[.]$/);
        expect(source!.error!.message, name).not.toMatch(/[\w/]+\.ts|Error:|undefined|at \w+ \(/);
        ended.push([name, source!.error!.code]);
      } else {
        expect(body.detail, name).toMatch(/^[A-Z“"].{10,}[.]$/);
        ended.push([name, body.code === 'file_empty' ? 'file_has_no_text' : body.code]);
      }
    }
    expect(ended).toEqual(FILES.map(([name, code]) => [name, code]));
    const { chunks, postings, term_stats, vectors } = await stored(other);
    expect([chunks, postings, term_stats, vectors]).toEqual([[], [], [], [{ count: 0 }]]);
  });

  it('is tried again when it is sent again', async () => {
    const other = await startTenant(product.url, 'Other');
    const scan = { name: 'scan.pdf', bytes: hostile.pdfScan() };
    const [first] = await other.give(scan);
    await other.settled([first!.source_id]);
    const [again] = await other.give(scan);
    expect(again).toMatchObject({ source_id: first!.source_id, status: 'queued', duplicate: true });
    const [source] = await other.settled([first!.source_id]);
    expect(source).toMatchObject({ status: 'failed', error: { code: 'file_has_no_text' } });
    expect((await other.trial()).usage.documents).toBe(1);
  });
});
