/** Stores new sources with their jobs in one transaction: what was accepted is never lost and never doubled. */
import { createHash } from 'node:crypto';
import type { AcceptedSource } from '#lib/contracts/kb.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import { newId } from '#lib/core/ids.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database, TenantTransaction } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { lockTenant } from '#lib/tenants/tenant-store.ts';
import { requireActiveTrial } from '#lib/trial/require-active-trial.ts';
import { announceSource } from './announce.ts';
import {
  insertSource,
  type NewSource,
  requeueSource,
  reserveStorage,
  selectSourceByHash,
} from './source-store.ts';

export type Candidate = Pick<NewSource, 'kind' | 'name' | 'title' | 'url' | 'declaredType' | 'content'>;
type Ports = { database: Database; jobs: JobQueue; clock: Clock };

/**
 * All or nothing. The same content again is the same source; if it had failed, it is tried again.
 * Errors: `trial_expired`, `quota_exceeded`.
 */
export async function acceptSources(
  ports: Ports,
  caller: TenantCaller,
  candidates: readonly Candidate[],
): Promise<{ sources: AcceptedSource[] }> {
  const sources = await ports.database.asTenant(caller.tenantId, async (tx) => {
    await lockTenant(tx);
    await requireActiveTrial(tx, ports.clock);
    const accepted: AcceptedSource[] = [];
    for (const candidate of candidates) accepted.push(await acceptOne(ports, tx, caller, candidate));
    return accepted;
  });
  ports.jobs.wake('ingest-source');
  return { sources };
}

async function acceptOne(
  ports: Ports,
  tx: TenantTransaction,
  caller: TenantCaller,
  candidate: Candidate,
): Promise<AcceptedSource> {
  const contentHash = hashContent(candidate);
  const known = await selectSourceByHash(tx, contentHash);
  const sourceId = known?.source_id ?? newId();
  if (known && known.status !== 'failed') return { ...known, duplicate: true };
  if (known) {
    await requeueSource(tx, sourceId);
  } else {
    if (!(await reserveStorage(tx, 1, candidate.content.byteLength))) {
      throw new AppError('quota_exceeded', 'There is no room left in this trial for these documents.');
    }
    await insertSource(tx, { ...candidate, tenantId: caller.tenantId, sourceId, contentHash });
  }
  await announceSource(tx, sourceId);
  await ports.jobs.enqueue(tx, 'ingest-source', { tenant_id: caller.tenantId, source_id: sourceId });
  return {
    source_id: sourceId,
    name: known?.name ?? candidate.name,
    status: 'queued',
    duplicate: known !== undefined,
  };
}

/** Files are the same by their bytes; pasted text also by the title and address it is cited under. */
function hashContent(candidate: Candidate): Uint8Array {
  const hash = createHash('sha256').update(candidate.kind);
  if (candidate.kind === 'text') hash.update(JSON.stringify([candidate.title, candidate.url]));
  return new Uint8Array(hash.update(candidate.content).digest());
}
