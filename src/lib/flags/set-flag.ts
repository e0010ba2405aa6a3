/** Sets a flag: everywhere within five seconds, here at once, and written down with who did it. */
import type { FlagState, SetFlagInput } from '#lib/contracts/flags.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { AppError, notFound } from '#lib/core/errors.ts';
import { isFlagKey } from '#lib/core/flag-keys.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Flags } from '#lib/ports/flags.ts';
import { declarationOf } from './catalogue.ts';
import { changeFlag } from './change-flag.ts';
import { toldFlag } from './told-flag.ts';

/**
 * For operators; whoever calls it has checked that. Each version is judged by the guard on its own counts.
 * Errors: `not_found`, `invalid_request` (a variant that there is not), `conflict` (changed since `version`).
 */
export async function setFlag(
  ports: { database: Database; flags: Flags },
  caller: AdminCaller,
  key: string,
  { version, variant, allow, deny, ...rest }: SetFlagInput,
): Promise<FlagState> {
  if (!isFlagKey(key)) throw notFound();
  const { variants } = declarationOf(key);
  if (variant !== undefined && !variants.includes(variant)) {
    throw new AppError('invalid_request', 'This flag has no such variant.', {
      fields: [{ path: 'variant', message: `Must be one of: ${variants.join(', ')}` }],
    });
  }
  const change = {
    ...rest,
    ...(variant === undefined ? {} : { variant }),
    ...(allow === undefined ? {} : { allow: [...new Set(allow)] }),
    ...(deny === undefined ? {} : { deny: [...new Set(deny)] }),
  };
  const row = await ports.database.asPlatform('set-flag', async (tx) => {
    const changed = await changeFlag(tx, caller, key, { version, change });
    if (changed) return changed;
    throw new AppError('conflict', 'Somebody changed this flag since. Look at it again.');
  });
  await ports.flags.refresh();
  return toldFlag(key, row, []);
}
