/** Bearer secrets: 256 random bits with a prefix that says what they are; only their SHA-256 digest is stored. */
import { createHash, randomBytes } from 'node:crypto';

export type SecretPrefix = 'fdt' | 'fd' | 'fds' | 'fdv' | 'fdw' | 'fdr';

/** A new secret, e.g. `fdt_…` (43 characters of base64url after the prefix). */
export function newSecret(prefix: SecretPrefix): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** The name of a key that we were given, so that nobody has to think of one; it tells no more than what the key signs. */
export function keyName(key: string): string {
  return createHash('sha256').update(`frontdesk-key:${key}`).digest('base64url').slice(0, 11);
}

/** The 32-byte digest under which a secret is stored. A fast hash suffices: the secret is not guessable. */
export function secretDigest(secret: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(secret, 'utf8').digest());
}
