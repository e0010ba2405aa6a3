/** Delivers one webhook: claimed, signed, sent, marked. The receiver may see it twice, always under the same id. */
import { randomUUID } from 'node:crypto';
import type { JobData } from '#lib/contracts/jobs.ts';
import { WEBHOOK_RETRY_SECONDS, WEBHOOK_TIMEOUT_MS } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import type { Log } from '#lib/ports/log.ts';
import type { OutboundHttp, OutboundResult } from '#lib/ports/outbound-http.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { signatureHeaders } from '#lib/security/sign-webhook.ts';
import { selectSettings } from './assignment-store.ts';
import { publicRecord } from './list-records.ts';
import { type RecordRow, selectRecord } from './record-store.ts';
import { claimWebhook, endWebhookClaim } from './webhook-store.ts';

type Ports = {
  database: Database;
  jobs: JobQueue;
  outbound: OutboundHttp;
  clock: Clock;
  log: Log;
  telemetry: Telemetry;
};

/** What will not change by trying again: the address is not a public one, or the receiver says the thing is gone. */
const GONE = 410;

/** Does nothing when it is taken, delivered or gone. */
export async function deliverWebhook(
  ports: Ports,
  job: JobData<'deliver-webhook'>,
  signal: AbortSignal,
): Promise<void> {
  const claim = { tenantId: job.tenant_id, webhookId: job.webhook_id, leaseToken: randomUUID() };
  const claimed = await ports.database.asTenant(claim.tenantId, async (tx) => {
    const webhook = await claimWebhook(tx, claim);
    if (!webhook) return null;
    const record = await selectRecord(tx, webhook.record_id);
    return { ...webhook, record, settings: await selectSettings(tx, webhook.tool) };
  });
  if (!claimed) return;
  const { record, settings, attempts } = claimed;
  const result = await send(ports, claim.webhookId, record, settings, signal);
  const permanent = !result.ok && (result.reason === 'refused' || result.status === GONE);
  const delaySeconds = result.ok || permanent ? undefined : WEBHOOK_RETRY_SECONDS[attempts - 1];
  const status = result.ok ? 'delivered' : delaySeconds === undefined ? 'failed' : 'queued';
  const error = result.ok ? null : `${result.reason}: ${result.detail}`.slice(0, 600);
  await ports.database.asTenant(claim.tenantId, async (tx) => {
    if (!(await endWebhookClaim(tx, claim, { status, error, delaySeconds: delaySeconds ?? 0 }))) return;
    if (delaySeconds !== undefined) await ports.jobs.enqueue(tx, 'deliver-webhook', job, { delaySeconds });
  });
  if (status !== 'queued') ports.telemetry.count('frontdesk_webhooks_total', { outcome: status });
  if (result.ok) return;
  const fields = { tenant_id: claim.tenantId, webhook_id: claim.webhookId, reason: result.reason, attempts };
  ports.log.warn(fields, status === 'failed' ? 'a webhook was given up' : 'a webhook was not taken yet');
}

/** The body is the same in every attempt, since a record never changes. */
async function send(
  ports: Ports,
  id: string,
  record: RecordRow | undefined,
  settings: { endpointUrl: string | null; signingSecret: string | null },
  signal: AbortSignal,
): Promise<OutboundResult> {
  const { endpointUrl: url, signingSecret } = settings;
  if (!record || url === null || signingSecret === null)
    return { ok: false, reason: 'refused', status: null, detail: 'there is nobody to tell any more' };
  const body = JSON.stringify({
    type: `${record.kind}.created`,
    timestamp: record.created_at.toISOString(),
    data: publicRecord(record),
  });
  return ports.outbound.postJson({
    url,
    body,
    headers: signatureHeaders(signingSecret, id, ports.clock.now(), body),
    timeoutMs: WEBHOOK_TIMEOUT_MS,
    maxBytes: 0,
    expects: 'status',
    signal,
  });
}
