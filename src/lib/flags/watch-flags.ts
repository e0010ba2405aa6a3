/** Runs work that flags decided about, and tells their guard how it ended. */
import { toAppError } from '#lib/core/errors.ts';
import type { FlagDecision, Flags } from '#lib/ports/flags.ts';

/** What `work` gives or throws; who left (`cancelled`) says nothing about a flag, every other error is a failure. */
export async function watchFlags<T>(
  flags: Pick<Flags, 'observe'>,
  decisions: readonly FlagDecision[],
  work: () => Promise<T>,
  /** Whether it ended without an error and yet not as it should have. */
  failed: (made: T) => boolean = () => false,
): Promise<T> {
  const from = performance.now();
  const tell = (bad: boolean) => {
    const ms = performance.now() - from;
    for (const decision of decisions) flags.observe(decision, { failed: bad, ms });
  };
  try {
    const made = await work();
    tell(failed(made));
    return made;
  } catch (error) {
    if (toAppError(error).code !== 'cancelled') tell(true);
    throw error;
  }
}
