/** Bearer secrets: 256 random bits with a prefix that says what they are; only their SHA-256 digest is stored. */
import { createHash, randomBytes } from 'node:crypto';

export type SecretPrefix = 'fdt' | 'fd' | 'fdr';

/** A new secret, e.g. `fdt_…` (43 characters of base64url after the prefix). */
export function newSecret(prefix: SecretPrefix): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** The 32-byte digest under which a secret is stored. A fast hash suffices: the secret is not guessable. */
export function secretDigest(secret: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(secret, 'utf8').digest());
}
