/** Who is told of questions: that each hears everything, that one that fails fails alone, and what metrics make of it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Answer } from '#lib/contracts/ask.ts';
import { AppError } from '#lib/core/errors.ts';
import { askMetrics } from '#lib/observability/ask-metrics.ts';
import { eachObserver } from '#lib/observability/each-observer.ts';
import { prometheusTelemetry } from '#lib/observability/prometheus-telemetry.ts';
import { type AskObserver, type AskStart, unwatched } from '#lib/ports/ask-observer.ts';
import type { Log } from '#lib/ports/log.ts';
import { watchAsk, watchBatch } from '#lib/rag/watch-ask.ts';
import { seriesIn, sumOf } from './fixtures/read-metrics.ts';
import { ROOT } from './fixtures/repository.ts';

const log: Log = { info() {}, warn() {}, error() {} };
const ANSWER: Answer = {
  answer: 'At nine [1].',
  answered: true,
  confidence: 0.8,
  mode: 'extractive',
  sources: [],
  cached: false,
};
const START: AskStart = {
  ...{ via: 'api', tenantId: 't', requestId: 'r', sessionId: 's', visitorId: null },
  ...{ query: 'When?', topK: 6 },
};
const CALLER = { kind: 'tenant', requestId: 'r', tenantId: 't', credential: 'api_key', scopes: [] } as const;

/** Everything it was told, as words. */
function recording() {
  const told: string[] = [];
  const watch = (name: string) => ({
    ...unwatched,
    noted: (note: { note: string }) => void told.push(`${name} ${note.note}`),
    ended: (end: { outcome: string }) => void told.push(`${name} ${end.outcome}`),
  });
  const observer: AskObserver = {
    ask: ({ query }) => watch(query),
    batch: ({ queries }) => ({
      asks: queries.map((query, place) => watch(`${query}@${place}`)),
      ended: (outcome) => void told.push(`batch ${outcome}`),
    }),
  };
  return { told, observer };
}

describe('an observer', () => {
  it('that fails fails alone', () => {
    const failing = () => {
      throw new Error('broken');
    };
    const broken: AskObserver = {
      ask: () => ({ ...unwatched, noted: failing, ended: failing }),
      batch: failing,
    };
    const { told, observer } = recording();
    const errors: string[] = [];
    const counting = { ...log, error: (_: object, message: string) => void errors.push(message) };
    const each = eachObserver([broken, observer], counting);
    const watch = each.ask(START);
    watch.noted({ note: 'fallback', reason: 'deadline' });
    watch.ended({ outcome: 'answered', answer: ANSWER });
    const batch = each.batch({ ...START, queries: ['a'], unique: 1 });
    batch.asks[0]!.ended({ outcome: 'abstained', answer: ANSWER });
    batch.ended('done', null);
    expect(told).toEqual(['When? fallback', 'When? answered', 'a@0 abstained', 'batch done']);
    expect(errors).toHaveLength(3);
  });

  it('hears the end of each question of a batch once, equal ones too, also when all of it fails', async () => {
    const { told, observer } = recording();
    const input = { queries: ['a', 'b', 'A'].map((query) => ({ query })), top_k: 6, session_id: 's' };
    const asking = { signal: new AbortController().signal, masked: [{ email: 2 }, {}, {}] };
    await watchBatch({ observer }, CALLER, input, asking, async (batch) => {
      batch.settled([0, 2], ANSWER);
      batch.settled([1], new AppError('model_timeout', 'late'));
    });
    expect(told).toEqual([
      'a@0 masked',
      'a@0 answered',
      'A@2 cache',
      'A@2 answered',
      'b@1 error',
      'batch done',
    ]);
    told.length = 0;
    const failing = watchBatch({ observer }, CALLER, input, { ...asking, masked: [] }, async () => {
      throw new AppError('database_busy', 'busy');
    });
    await expect(failing).rejects.toMatchObject({ code: 'database_busy' });
    expect(told).toEqual(['a@0 error', 'b@1 error', 'A@2 error', 'batch error']);
  });

  it('hears of an asker who left that the question was aborted', async () => {
    const { told, observer } = recording();
    const input = { query: 'When?', top_k: 6, session_id: 's' };
    const asking = { signal: AbortSignal.abort(), masked: [] };
    const left = watchAsk({ observer }, CALLER, input, asking, async () => {
      throw new AppError('cancelled', 'gone');
    });
    await expect(left).rejects.toMatchObject({ code: 'cancelled' });
    expect(told).toEqual(['When? aborted']);
  });
});

describe('the metrics of a question', () => {
  it('name the mode that it was answered in for every stage, and count its end once', async () => {
    const telemetry = prometheusTelemetry();
    const watch = askMetrics(telemetry).ask(START);
    const timing = (startedAt: number, endedAt: number) => ({ startedAt, endedAt });
    const stages = { embed: timing(0, 100), search: timing(100, 400), rerank: timing(400, 410) };
    watch.retrieved({ model: 'm', questions: 1, ...stages, passages: [], error: null });
    watch.worded(timing(410, 420));
    watch.noted({ note: 'removed', what: 'tool', count: 2 });
    watch.ended({ outcome: 'answered', answer: ANSWER });
    watch.ended({ outcome: 'error', error: new AppError('internal', 'no') });
    const series = seriesIn((await telemetry.expose()).text);
    const stage = (name: string, part: 'sum' | 'count') =>
      sumOf(series, `frontdesk_ask_duration_seconds_${part}`, { stage: name, mode: 'extractive' });
    expect(stage('embed', 'sum')).toBeCloseTo(0.1);
    expect(stage('retrieve', 'sum')).toBeCloseTo(0.3);
    expect(stage('rerank', 'sum')).toBeCloseTo(0.01);
    expect(stage('generate', 'sum')).toBeCloseTo(0.01);
    expect(stage('total', 'count')).toBe(1);
    expect(sumOf(series, 'frontdesk_asks_total')).toBe(1);
    expect(sumOf(series, 'frontdesk_injection_flags_total', { kind: 'tool' })).toBe(2);
    expect(sumOf(series, 'frontdesk_answer_confidence_sum', { mode: 'extractive' })).toBeCloseTo(0.8);
  });
});

describe('without keys of Langfuse', () => {
  it('nothing of it or of the SDK of OpenTelemetry is loaded', async () => {
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      const { openAskObserver } = await import('./src/runtime/ask-observer.ts');
      const log = { info() {}, warn() {}, error() {} };
      const telemetry = { count() {}, observe() {} };
      const keys = { publicKey: 'pk', secretKey: 'sk', baseUrl: 'http://127.0.0.1:1', sampleRate: 1, release: null, environment: 'default' };
      const told = () => loaded.filter((url) => /@langfuse|@opentelemetry[/](?!api[/])/.test(url)).length;
      await openAskObserver({ langfuse: null }, { telemetry, log });
      const without = told();
      const { close } = await openAskObserver({ langfuse: keys }, { telemetry, log });
      await close();
      console.log(JSON.stringify({ without, with: told() > 0 }));`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT });
    expect(JSON.parse((await run).stdout)).toEqual({ without: 0, with: true });
  });
});
