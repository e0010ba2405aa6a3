/** Keeps what concerns the whole tenant to its owner: an API key, whatever its scopes, may have been given away. */
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';

/** Errors: `forbidden`. */
export function requireTrialToken(caller: TenantCaller): void {
  if (caller.credential !== 'trial_token') {
    throw new AppError('forbidden', 'This needs the trial token itself; an API key cannot do it.');
  }
}
