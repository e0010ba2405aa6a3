/** A product in a directory of its own, with test sets ingested as a business would give them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '#env.ts';
import { authenticate } from '#lib/auth/authenticate.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { addText } from '#lib/kb/add-text.ts';
import { getTrial } from '#lib/trial/get-trial.ts';
import { startTrial } from '#lib/trial/start-trial.ts';
import { openPorts } from '#runtime/open-ports.ts';
import type { Ports } from '#runtime/ports.ts';
import type { TestSet } from './test-set.ts';

export interface Product {
  ports: Ports;
  close(): Promise<void>;
}

export interface KnowledgeBase {
  caller: TenantCaller;
  /** Source id -> the test set's documents: several where their texts are the same, which the product stores once. */
  documents: Map<string, string[]>;
  passagesPerSecond: number;
}

/** What a person would name a pasted text that has no title. */
function firstWords(text: string): string {
  return /^\S+(\s+\S+){0,7}/.exec(text.trim())?.[0].slice(0, 80) ?? 'Untitled';
}

export async function openProduct(): Promise<Product> {
  const directory = mkdtempSync(join(tmpdir(), 'frontdesk-eval-'));
  const config = readConfig({ ...process.env, FRONTDESK_DATA_DIR: directory, LOG_LEVEL: 'error' });
  const { ports, close } = await openPorts(config);
  return {
    ports,
    async close() {
      await close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A trial without limits, each passage of the set a pasted text; resolves when all are ready. */
export async function ingestSet({ ports }: Product, set: TestSet): Promise<KnowledgeBase> {
  const { trial_token: token, tenant_id: tenantId } = await startTrial(ports, {
    email: 'eval@example.com',
    business_name: set.name,
    business_type: 'other',
  });
  await ports.database.asPlatform('start-trial', (tx) =>
    tx
      .updateTable('usage')
      .set({ documents_limit: 1_000_000, storage_limit_bytes: 1e12, queries_limit: 1_000_000_000 })
      .where('tenant_id', '=', tenantId)
      .execute(),
  );
  const caller = await authenticate(ports, 'eval', token);
  const documents = new Map<string, string[]>();
  const started = performance.now();
  for (const { _id, title, text } of set.corpus) {
    const { sources } = await addText(ports, caller, { title: title || firstWords(text), content: text });
    const id = sources[0]!.source_id;
    documents.set(id, [...(documents.get(id) ?? []), _id]);
  }
  for (;;) {
    const { kb } = await getTrial(ports, caller);
    if (kb.sources.failed > 0)
      throw new Error(`${kb.sources.failed} passages of ${set.name} failed to ingest`);
    if (kb.sources.queued + kb.sources.ingesting === 0) break;
    await sleep(500);
  }
  return { caller, documents, passagesPerSecond: (set.corpus.length / (performance.now() - started)) * 1000 };
}
