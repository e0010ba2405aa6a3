/** Keeps a claim alive for as long as its source is worked on, and tells when somebody else has it. */
import { INGEST_RENEW_MS } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import { type Claim, renewClaim } from './source-store.ts';

export interface HeldClaim {
  /** Aborts when the claim is lost: what is under way is in vain. */
  lost: AbortSignal;
  release(): void;
}

/** A renewal that the database does not answer is tried again; the fence at the end decides, not this. */
export function holdClaim(ports: { database: Database }, claim: Claim): HeldClaim {
  const lost = new AbortController();
  let renewing = false;
  async function renew(): Promise<void> {
    if (renewing) return;
    renewing = true;
    try {
      const held = await ports.database.asTenant(claim.tenantId, (tx) => renewClaim(tx, claim));
      if (!held) lost.abort();
    } catch {
      // Busy or away: the next renewal comes well before the lease ends.
    } finally {
      renewing = false;
    }
  }
  const timer = setInterval(() => void renew(), INGEST_RENEW_MS);
  timer.unref();
  return { lost: lost.signal, release: () => clearInterval(timer) };
}
