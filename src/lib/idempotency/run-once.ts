/** Runs a write once per idempotency key and answers repeats with the first answer, for 24 hours. */
import type { AskCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import { claimKey, dropKey, type KeyClaim, saveAnswer, selectKey, stealKey } from './idempotency-store.ts';

/** A claim without an answer after this long belongs to a process that died: the next try runs it again. */
const ABANDONED_AFTER_MS = 60_000;

export interface OnceResult {
  status: number;
  body: unknown;
  replayed: boolean;
}

/**
 * A failed run frees the key. Errors: `idempotency_key_reused` (other request, same key),
 * `conflict` (the first request with this key still runs), and those of `run`.
 */
export async function runOnce(
  ports: { database: Database },
  caller: AskCaller,
  claim: KeyClaim,
  run: () => Promise<{ status: number; body: unknown }>,
): Promise<OnceResult> {
  const { database } = ports;
  const known = await database.asTenant(caller.tenantId, async (tx) => {
    if (await claimKey(tx, caller.tenantId, claim)) return null;
    const row = await selectKey(tx, claim);
    if (!row || (row.request_hash === claim.requestHash && (await stealKey(tx, claim, ABANDONED_AFTER_MS))))
      return null;
    return row;
  });
  if (known) {
    if (known.request_hash !== claim.requestHash) {
      throw new AppError('idempotency_key_reused', 'This Idempotency-Key was used for another request.');
    }
    if (known.status === null) {
      throw new AppError('conflict', 'The first request with this Idempotency-Key is still running.', {
        retryAfterSeconds: 1,
      });
    }
    return { status: known.status, body: known.body, replayed: true };
  }
  try {
    const answer = await run();
    await database.asTenant(caller.tenantId, (tx) => saveAnswer(tx, claim, answer));
    return { ...answer, replayed: false };
  } catch (error) {
    await database.asTenant(caller.tenantId, (tx) => dropKey(tx, claim)).catch(() => undefined);
    throw error;
  }
}
