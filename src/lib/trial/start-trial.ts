/** Starts a free trial: tenant, usage, workflow, token and a welcome by mail in one transaction. */
import { insertKey } from '#lib/auth/key-store.ts';
import type { StartTrialInput, StartTrialResult } from '#lib/contracts/trial.ts';
import { SCOPES } from '#lib/core/caller.ts';
import { newId } from '#lib/core/ids.ts';
import {
  KB_WAIT_MS,
  TRIAL_DAYS,
  TRIAL_DOCUMENTS,
  TRIAL_QUERIES,
  TRIAL_STORAGE_BYTES,
} from '#lib/core/limits.ts';
import { newSecret, secretDigest } from '#lib/core/secret.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { newResumeLink } from './resume-link.ts';
import { insertTenant } from './trial-store.ts';
import { FIRST_STATE } from './workflow-engine.ts';
import { welcomeMail } from './workflow-mails.ts';
import { insertTransition, insertWorkflow } from './workflow-store.ts';

const DAY_MS = 86_400_000;

export async function startTrial(
  ports: { database: Database; jobs: JobQueue; clock: Clock; publicUrl: string; telemetry: Telemetry },
  input: StartTrialInput,
): Promise<StartTrialResult> {
  const now = ports.clock.now();
  const tenantId = newId();
  const workflowId = newId();
  const token = newSecret('fdt');
  // Nothing is there to look at before a document is, and that is told (poke-workflow.ts).
  const waitsUntil = new Date(now.getTime() + KB_WAIT_MS);
  const expiresAt = new Date(now.getTime() + TRIAL_DAYS * DAY_MS);
  await ports.database.asPlatform('start-trial', async (tx) => {
    await insertTenant(tx, {
      tenantId,
      email: input.email,
      businessName: input.business_name,
      businessType: input.business_type,
      websiteUrl: input.website_url ?? null,
      createdAt: now,
      expiresAt,
      limits: { queries: TRIAL_QUERIES, documents: TRIAL_DOCUMENTS, storageBytes: TRIAL_STORAGE_BYTES },
    });
    await insertKey(tx, {
      tenantId,
      keyId: newId(),
      kind: 'trial_token',
      name: 'Trial token',
      tokenHash: secretDigest(token),
      scopes: SCOPES,
      expiresAt: null,
    });
    await insertWorkflow(tx, { tenantId, workflowId, state: FIRST_STATE, now, runAt: waitsUntil });
    const began = { tenantId, version: 1, event: 'trial_started', from: null, to: FIRST_STATE };
    await insertTransition(tx, { ...began, actor: 'tenant', detail: {}, at: now });
    const link = await newResumeLink(ports, tx, { tenantId, requested: false });
    const written = welcomeMail({ businessName: input.business_name, link });
    await queueMail(ports, tx, { tenantId, to: input.email, dedupeKey: 'welcome', ...written });
  });
  ports.telemetry.count('frontdesk_trials_started_total', {});
  ports.jobs.wake('send-mail');
  return {
    tenant_id: tenantId,
    trial_token: token,
    workflow_id: workflowId,
    expires_at: expiresAt.toISOString(),
  };
}
