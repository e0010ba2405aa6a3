/** Opens what admin authentication runs on: signed tokens and hashed passwords. */
import { availableParallelism } from 'node:os';
import type { Config } from '#env.ts';
import { bcryptPasswords } from '#lib/auth/bcrypt-passwords.ts';
import { jwtAdminTokens } from '#lib/auth/jwt-admin-tokens.ts';
import { ADMIN_HASHES_AT_ONCE_MAX } from '#lib/core/limits.ts';
import type { AdminTokens } from '#lib/ports/admin-tokens.ts';
import type { Passwords } from '#lib/ports/passwords.ts';
import { adminSecrets } from './admin-secrets.ts';

/** Errors: ConfigError when the mode needs secrets that it was not given. */
export function openAdminAuth(config: Config): { tokens: AdminTokens; passwords: Passwords } {
  const { jwtSecrets, peppers } = adminSecrets(config);
  // One core is left to everybody else.
  const atOnce = Math.max(1, Math.min(ADMIN_HASHES_AT_ONCE_MAX, availableParallelism() - 1));
  return { tokens: jwtAdminTokens(jwtSecrets), passwords: bcryptPasswords({ peppers, atOnce }) };
}
