/** Passwords under bcrypt, off the event loop and a few at a time, prepared so that every character of a long one counts. */
import { createHmac } from 'node:crypto';
import { hash, verify } from '@node-rs/bcrypt';
import { AppError } from '#lib/core/errors.ts';
import { ADMIN_HASHES_AT_ONCE_MAX, ADMIN_HASHES_WAITING_MAX, ADMIN_PASSWORD_COST } from '#lib/core/limits.ts';
import { keyName } from '#lib/core/secret.ts';
import type { PasswordHash, Passwords } from '#lib/ports/passwords.ts';

const RETRY_AFTER_S = 5;
/** 22 characters of bcrypt's own base64, of which the last holds two bits. */
const NOBODYS_SALT = 'Frontdesk/knows/nobodu';

/** `$2b$12$…` */
const COST = /^\$2[aby]\$(\d\d)\$/;

export interface BcryptOptions {
  /** The first is used for new hashes, all for old ones. */
  peppers: readonly [string, ...string[]];
  cost?: number;
  atOnce?: number;
  waitingMax?: number;
}

/** Runs a few at a time, in the order they came, and refuses who would wait too long. */
function turns(atOnce: number, waitingMax: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= waitingMax) {
        const message = 'Too many log-ins at once. Please try again.';
        throw new AppError('database_busy', message, { retryAfterSeconds: RETRY_AFTER_S });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/**
 * bcrypt reads 72 bytes and stops at a NUL, so it gets 44 characters of base64: the HMAC-SHA-256 of the password under a key
 * that the database does not hold. Without that key a stolen table cannot be guessed at.
 */
export function bcryptPasswords({
  peppers,
  cost = ADMIN_PASSWORD_COST,
  atOnce = ADMIN_HASHES_AT_ONCE_MAX,
  waitingMax = ADMIN_HASHES_WAITING_MAX,
}: BcryptOptions): Passwords {
  const inTurn = turns(atOnce, waitingMax);
  const schemes = new Map(peppers.map((pepper) => [`bcrypt-hmac-sha256:${keyName(pepper)}`, pepper]));
  const scheme = [...schemes.keys()][0]!;
  const prepared = (password: string, pepper: string) =>
    createHmac('sha256', pepper).update(password.normalize('NFKC')).digest('base64');
  // A salt and an empty digest: as much work to compare with as any, and no password leads to it.
  const nobodys = `$2y$${String(cost).padStart(2, '0')}$${NOBODYS_SALT}${'.'.repeat(31)}`;

  return {
    hash: async (password) => ({
      hash: await inTurn(() => hash(prepared(password, peppers[0]), cost)),
      scheme,
    }),
    async verify(password, stored) {
      const pepper = stored === null ? undefined : schemes.get(stored.scheme);
      const known = stored !== null && pepper !== undefined;
      const against = known ? stored.hash : nobodys;
      const right = await inTurn(() => verify(prepared(password, pepper ?? peppers[0]), against));
      return known && right;
    },
    outdated: (stored: PasswordHash) =>
      stored.scheme !== scheme || Number(COST.exec(stored.hash)?.[1]) !== cost,
  };
}
