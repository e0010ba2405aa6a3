/** Starts a free trial: tenant, usage, workflow and token in one transaction. */

import { insertKey } from '#lib/auth/key-store.ts';
import type { StartTrialInput, StartTrialResult } from '#lib/contracts/trial.ts';
import { SCOPES } from '#lib/core/caller.ts';
import { newId } from '#lib/core/ids.ts';
import { TRIAL_DAYS, TRIAL_DOCUMENTS, TRIAL_QUERIES, TRIAL_STORAGE_BYTES } from '#lib/core/limits.ts';
import { newSecret, secretDigest } from '#lib/core/secret.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { insertTenant } from './trial-store.ts';

const DAY_MS = 86_400_000;

export async function startTrial(
  ports: { database: Database; clock: Clock },
  input: StartTrialInput,
): Promise<StartTrialResult> {
  const now = ports.clock.now();
  const tenantId = newId();
  const workflowId = newId();
  const token = newSecret('fdt');
  const expiresAt = new Date(now.getTime() + TRIAL_DAYS * DAY_MS);
  await ports.database.asPlatform('start-trial', async (tx) => {
    await insertTenant(tx, {
      tenantId,
      workflowId,
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
  });
  return {
    tenant_id: tenantId,
    trial_token: token,
    workflow_id: workflowId,
    expires_at: expiresAt.toISOString(),
  };
}
