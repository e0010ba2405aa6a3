/** Ingests one source: claim, parse, chunk, embed, swap in. Every step may be killed; the next run starts over. */
import { randomUUID } from 'node:crypto';
import type { JobData } from '#lib/contracts/jobs.ts';
import { AppError, toAppError } from '#lib/core/errors.ts';
import {
  EMBED_BATCH_CHUNKS,
  INGEST_MAX_ATTEMPTS,
  INGEST_RENEW_MS,
  INGEST_RETRY_SECONDS,
} from '#lib/core/limits.ts';
import type { Database, TenantTransaction } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Embedder } from '#lib/ports/models.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { deleteChunks, type IndexedChunk, insertChunks } from '#lib/rag/chunk-store.ts';
import { indexChunks } from '#lib/rag/index-chunks.ts';
import { pokeWorkflow } from '#lib/trial/poke-workflow.ts';
import { requestAssessment } from '#lib/trial/request-assessment.ts';
import { announceSource } from './announce.ts';
import { chunkDocument } from './chunk-document.ts';
import { holdClaim } from './hold-claim.ts';
import { isOutage, outwaitDatabase } from './outwait-database.ts';
import { type ParseOptions, type ParserKill, parseDocument } from './parse-document.ts';
import { parsePlainText } from './parse-text.ts';
import type { ParsedDocument } from './parsed-document.ts';
import {
  type Claim,
  claimSource,
  endClaim,
  renewClaim,
  reportProgress,
  selectAttempts,
  selectSourceFile,
} from './source-store.ts';
import { hasLongBlocks } from './split-long-text.ts';

type Ports = {
  database: Database;
  jobs: JobQueue;
  embedder: Embedder;
  log: Log;
  assessment: { delaySeconds: number };
  telemetry: Telemetry;
};
type Job = JobData<'ingest-source'>;

/** Trying again cannot help: the file itself is the reason. */
const PERMANENT = /^(file_|parse_|unsupported_|quota_exceeded)/;
const PARSED_PERCENT = 10;
const EMBEDDED_PERCENT = 95;

/** Thrown where another worker or a removal took the claim: nothing more is ours to do. */
class ClaimLost extends Error {}

/**
 * Does nothing when the source is taken, finished or removed. Throws only when the database is away for long: then the
 * claim runs out, and the source is found and sent again.
 */
export async function ingestSource(ports: Ports, job: Job, signal: AbortSignal): Promise<void> {
  const claim = { tenantId: job.tenant_id, sourceId: job.source_id, leaseToken: randomUUID() };
  const source = await ports.database.asTenant(claim.tenantId, async (tx) => {
    const claimed = await claimSource(tx, claim.sourceId, claim.leaseToken);
    if (!claimed) return null;
    await announceSource(tx, claim.sourceId);
    const file = await selectSourceFile(tx, claim.sourceId);
    return file ? { ...claimed, ...file } : null;
  });
  if (!source) return;
  const renew = () => ports.database.asTenant(claim.tenantId, (tx) => renewClaim(tx, claim));
  const held = holdClaim(renew, INGEST_RENEW_MS);
  const stop = AbortSignal.any([signal, held.lost]);
  const { telemetry } = ports;
  const ended = (outcome: 'ready' | 'failed' | 'superseded') =>
    telemetry.count('frontdesk_ingest_sources_total', { outcome });
  const timed = stopwatch(telemetry);
  try {
    const killed = (reason: ParserKill) => telemetry.count('frontdesk_parser_kills_total', { reason });
    const document = await read(source, { signal: stop, killed });
    timed('parse');
    const title = source.title ?? document.title ?? source.name;
    const chunks = await chunkDocument(document);
    timed('chunk');
    if (chunks.length === 0) throw new AppError('file_has_no_text', 'There is no text in this document.');
    await progress(ports, claim, PARSED_PERCENT);
    const indexed: IndexedChunk[] = [];
    for (let at = 0; at < chunks.length; at += EMBED_BATCH_CHUNKS) {
      indexed.push(
        ...(await indexChunks(ports.embedder, title, chunks.slice(at, at + EMBED_BATCH_CHUNKS), stop)),
      );
      const share = indexed.length / chunks.length;
      await progress(ports, claim, Math.round(PARSED_PERCENT + share * (EMBEDDED_PERCENT - PARSED_PERCENT)));
    }
    timed('embed');
    await outwaitDatabase(stop, () => swapIn(ports, claim, title, indexed));
    timed('store');
    timed('total');
    ended('ready');
    telemetry.count('frontdesk_ingest_chunks_total', {}, indexed.length);
    telemetry.count('frontdesk_ingest_bytes_total', {}, source.content.byteLength);
    ports.jobs.wake('assess-kb');
  } catch (error) {
    if (error instanceof ClaimLost || held.lost.aborted) return ended('superseded');
    const end = await giveUp(ports, claim, error, signal);
    if (end !== 'queued') ended(end);
  } finally {
    held.release();
  }
  ports.jobs.wake('run-workflow-step');
}

/** Tells how long each stage took, and the total. */
function stopwatch(telemetry: Telemetry) {
  const began = performance.now();
  let last = began;
  return (stage: 'parse' | 'chunk' | 'embed' | 'store' | 'total') => {
    const now = performance.now();
    const from = stage === 'total' ? began : last;
    telemetry.observe('frontdesk_ingest_duration_seconds', { stage }, (now - from) / 1_000);
    last = now;
  };
}

/** Pasted text needs no parser child: there is nothing hostile to parse. Only cutting long paragraphs is its work. */
async function read(
  source: { kind: 'file' | 'text'; name: string; declared_type: string | null; content: Uint8Array },
  options: ParseOptions,
): Promise<ParsedDocument> {
  if (source.kind === 'text') {
    const document = parsePlainText(source.name, new TextDecoder().decode(source.content));
    if (!hasLongBlocks(document)) return document;
  }
  const name = source.kind === 'text' ? 'pasted.txt' : source.name;
  return parseDocument({ bytes: source.content, name, declaredType: source.declared_type }, options);
}

/** Best effort while the database is away: what counts is stored at the end, under the claim. */
async function progress(ports: Ports, claim: Claim, percent: number): Promise<void> {
  await ports.database
    .asTenant(claim.tenantId, async (tx) => {
      if (!(await reportProgress(tx, claim, percent))) throw new ClaimLost();
      await announceSource(tx, claim.sourceId);
    })
    .catch((error: unknown) => {
      if (!isOutage(error)) throw error;
    });
}

/** One transaction under the claim's token (the fence): all of the new chunks, or none of them. */
async function swapIn(ports: Ports, claim: Claim, title: string, chunks: IndexedChunk[]): Promise<void> {
  await ports.database.asTenant(claim.tenantId, async (tx) => {
    if (!(await renewClaim(tx, claim))) throw new ClaimLost();
    await deleteChunks(tx, claim.sourceId);
    await insertChunks(tx, claim.tenantId, claim.sourceId, chunks);
    await finish(ports, tx, claim, {
      status: 'ready',
      progress_percent: 100,
      chunks: chunks.length,
      attempts: 0,
      title,
      embedding_model: ports.embedder.model,
      error_code: null,
      error_message: null,
    });
  });
}

async function finish(
  ports: Ports,
  tx: TenantTransaction,
  claim: Claim,
  end: Parameters<typeof endClaim>[2],
): Promise<void> {
  if (!(await endClaim(tx, claim, end))) throw new ClaimLost();
  await announceSource(tx, claim.sourceId);
  if (end.status === 'queued') return;
  await requestAssessment(tx, ports, claim.tenantId);
  await pokeWorkflow(ports, tx, claim.tenantId);
}

/**
 * A file's own fault ends in `failed`. Anything else goes back in the queue with a job of its own: at once when this
 * worker is stopping, else later and a bounded number of times.
 */
async function giveUp(
  ports: Ports,
  claim: Claim,
  error: unknown,
  signal: AbortSignal,
): Promise<'queued' | 'failed' | 'superseded'> {
  const failure = toAppError(error);
  const stopping = signal.aborted || failure.code === 'cancelled' || failure.code === 'shutting_down';
  const counts = !stopping && failure.code !== 'database_unavailable';
  const fields = { tenant_id: claim.tenantId, source_id: claim.sourceId, code: failure.code };
  const giveBack = () =>
    ports.database.asTenant(claim.tenantId, async (tx) => {
      const attempts = (await selectAttempts(tx, claim.sourceId)) + (counts ? 1 : 0);
      const retry = !counts || (!PERMANENT.test(failure.code) && attempts < INGEST_MAX_ATTEMPTS);
      await finish(ports, tx, claim, {
        status: retry ? 'queued' : 'failed',
        progress_percent: 0,
        attempts,
        error_code: retry ? null : failure.code,
        error_message: retry ? null : failure.publicMessage,
      });
      if (!retry) return 'failed' as const;
      const delaySeconds = stopping ? 0 : (INGEST_RETRY_SECONDS[attempts - 1] ?? INGEST_RETRY_SECONDS[0]!);
      const job = { tenant_id: claim.tenantId, source_id: claim.sourceId };
      await ports.jobs.enqueue(tx, 'ingest-source', job, { delaySeconds });
      return 'queued' as const;
    });
  const end = await outwaitDatabase(signal, giveBack).catch((lost: unknown) => {
    if (lost instanceof ClaimLost) return 'superseded' as const;
    throw lost;
  });
  if (PERMANENT.test(failure.code) || stopping) ports.log.info(fields, 'ingest did not finish');
  else ports.log.error({ ...fields, err: failure.cause ?? failure }, 'ingest failed');
  return end;
}
