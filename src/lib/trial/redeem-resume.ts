/** Gives a trial token for the secret of a mailed link, once. */
import { insertKey } from '#lib/auth/key-store.ts';
import type { StartTrialResult } from '#lib/contracts/trial.ts';
import { SCOPES } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import { newId } from '#lib/core/ids.ts';
import { RESUMED_TOKENS_MAX } from '#lib/core/limits.ts';
import { newSecret, secretDigest } from '#lib/core/secret.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { recordPlatformAudit } from '#lib/security/audit-log.ts';
import { deleteOlderTokens, takeResumeLink } from './resume-store.ts';

const TOKEN_NAME = 'Resumed by e-mail';

/**
 * Tokens given out before stay valid, but of those given out like this only the newest few.
 * Errors: `unauthenticated`, the same for an unknown, used or expired link.
 */
export async function redeemResume(
  ports: { database: Database; clock: Clock },
  { secret }: { secret: string },
): Promise<StartTrialResult> {
  const token = newSecret('fdt');
  const taken = await ports.database.asPlatform('resume-trial', async (tx) => {
    const link = await takeResumeLink(tx, secretDigest(secret), ports.clock.now());
    if (!link) return null;
    const tenantId = link.tenant_id;
    const key = { tenantId, keyId: newId(), kind: 'trial_token' as const, name: TOKEN_NAME, scopes: SCOPES };
    await insertKey(tx, { ...key, tokenHash: secretDigest(token), expiresAt: null });
    await deleteOlderTokens(tx, tenantId, TOKEN_NAME, RESUMED_TOKENS_MAX);
    await recordPlatformAudit(tx, tenantId, 'trial.resumed', {});
    return link;
  });
  if (!taken) {
    throw new AppError('unauthenticated', 'This link has been used or has run out. Ask for a new one.');
  }
  const { tenant_id, workflow_id, expires_at } = taken;
  return { tenant_id, trial_token: token, workflow_id, expires_at: expires_at.toISOString() };
}
