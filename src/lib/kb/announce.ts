/** Tells pages that follow a trial what a source is doing now, in the transaction that changes it. */
import type { IngestionEvent } from '#lib/contracts/kb.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';
import { appendEvent } from '#lib/trial/event-store.ts';
import { selectSource } from './source-store.ts';

/** Reads the source back, so that what is told is what is stored. A removed source is announced by nobody. */
export async function announceSource(tx: TenantTransaction, sourceId: string): Promise<void> {
  const source = await selectSource(tx, sourceId);
  if (!source) return;
  const event: IngestionEvent = {
    source_id: source.source_id,
    name: source.name,
    status: source.status,
    progress_percent: source.progress_percent,
    error: source.error,
    chunks: source.chunks,
  };
  await appendEvent(tx, 'ingestion', event);
}
