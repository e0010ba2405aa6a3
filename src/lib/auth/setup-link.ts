/** One-time links that set a password: the secret stands behind the # and never reaches a log of requests. */
import type { SetupLink } from '#lib/contracts/admin.ts';
import { newSecret, secretDigest } from '#lib/core/secret.ts';
import type { PlatformTransaction } from '#lib/ports/database.ts';
import { replaceLink } from './session-store.ts';

/** Former links of the same account stop working. `adminId` null: for the first owner. */
export async function makeSetupLink(
  tx: PlatformTransaction,
  { adminId, now, lastsMs }: { adminId: string | null; now: Date; lastsMs: number },
): Promise<SetupLink> {
  const secret = newSecret('fds');
  const expiresAt = new Date(now.getTime() + lastsMs);
  await replaceLink(tx, { hash: secretDigest(secret), adminId, now, expiresAt });
  return { path: `/admin/setup#${secret}`, expires_at: expiresAt.toISOString() };
}
