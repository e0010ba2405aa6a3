/** Keeps a claim alive for as long as it is worked on, and tells when somebody else has it. */

export interface HeldClaim {
  /** Aborts when the claim is lost: what is under way is in vain. */
  lost: AbortSignal;
  release(): void;
}

/**
 * `renew` answers false when the claim is lost. One that the database does not answer is tried again; the fence at the
 * end decides, not this.
 */
export function holdClaim(renew: () => Promise<boolean>, everyMs: number): HeldClaim {
  const lost = new AbortController();
  let renewing = false;
  async function keep(): Promise<void> {
    if (renewing) return;
    renewing = true;
    try {
      if (!(await renew())) lost.abort();
    } catch {
      // Busy or away: the next renewal comes well before the lease ends.
    } finally {
      renewing = false;
    }
  }
  const timer = setInterval(() => void keep(), everyMs);
  timer.unref();
  return { lost: lost.signal, release: () => clearInterval(timer) };
}
