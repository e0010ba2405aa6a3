/** Makes links that open a trial once; the secret is in the mail and its digest in the database. */
import { newId } from '#lib/core/ids.ts';
import { RESUME_LINK_MAILED_MS, RESUME_LINK_REQUESTED_MS } from '#lib/core/limits.ts';
import { newSecret, secretDigest } from '#lib/core/secret.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';
import { insertResumeLink } from './resume-store.ts';

/** The secret travels in the fragment, which no server and no referrer sees. */
export async function newResumeLink(
  ports: { clock: Clock; publicUrl: string },
  tx: TenantTransaction | PlatformTransaction,
  { tenantId, requested }: { tenantId: string; requested: boolean },
): Promise<string> {
  const secret = newSecret('fdr');
  const now = ports.clock.now();
  const lifeMs = requested ? RESUME_LINK_REQUESTED_MS : RESUME_LINK_MAILED_MS;
  await insertResumeLink(tx, {
    tenant_id: tenantId,
    link_id: newId(),
    secret_hash: secretDigest(secret),
    requested,
    created_at: now,
    expires_at: new Date(now.getTime() + lifeMs),
  });
  return `${ports.publicUrl}/start#resume=${secret}`;
}
