/** Admin tokens as JSON Web Tokens (RFC 7519): HS256 alone, two live keys at most, and only what we would have written. */
import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { ADMIN_TOKEN_MAX_CHARS, ADMIN_TOKEN_MINUTES } from '#lib/core/limits.ts';
import { keyName } from '#lib/core/secret.ts';
import type { AdminTokens } from '#lib/ports/admin-tokens.ts';

const ALGORITHM = 'HS256';
const ISSUER = 'frontdesk';
const AUDIENCE = 'frontdesk-admin';
/** Clocks of instances differ by less. */
const CLOCK_SKEW_S = 5;
const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]{43}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Payload {
  sid: string;
  iat: number;
  exp: number;
  aud: string;
  iss: string;
  sub: string;
  jti: string;
}

const seconds = (date: Date) => Math.floor(date.getTime() / 1_000);

/**
 * The object that a part of the token holds, or null. A part must be byte for byte what JSON.stringify writes, so that no
 * claim is there twice, no number has two readings and nothing hides in white space.
 */
function partOf(encoded: string): Record<string, unknown> | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64url'));
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const exact = JSON.stringify(value) === text && Buffer.from(text).toString('base64url') === encoded;
    return exact ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const namesOf = (value: object) => Object.keys(value).sort().join();
const HEADER_NAMES = 'alg,kid,typ';
const PAYLOAD_NAMES = 'aud,exp,iat,iss,jti,sid,sub';

/** `secrets`: the first signs, all verify. The library would pass over `crit`, so a header may hold nothing but ours. */
export function jwtAdminTokens(secrets: readonly [string, ...string[]]): AdminTokens {
  const keys = new Map(secrets.map((secret) => [keyName(secret), secret]));
  return {
    issue({ adminId, sessionId }, now, sessionEnds) {
      const iat = seconds(now);
      const exp = Math.min(iat + ADMIN_TOKEN_MINUTES * 60, seconds(sessionEnds));
      const token = jwt.sign({ sid: sessionId, iat, exp }, secrets[0], {
        algorithm: ALGORITHM,
        keyid: keyName(secrets[0]),
        issuer: ISSUER,
        audience: AUDIENCE,
        subject: adminId,
        jwtid: randomUUID(),
      });
      return { token, expiresAt: new Date(exp * 1_000) };
    },
    verify(token, now) {
      if (token.length > ADMIN_TOKEN_MAX_CHARS || !SHAPE.test(token)) return null;
      const [header, payload] = token.split('.', 2).map(partOf);
      if (!header || !payload) return null;
      if (namesOf(header) !== HEADER_NAMES || namesOf(payload) !== PAYLOAD_NAMES) return null;
      if (header.alg !== ALGORITHM || header.typ !== 'JWT') return null;
      const secret = keys.get(header.kid as string);
      if (secret === undefined) return null;
      const nowS = seconds(now);
      try {
        const { sub, sid, jti, aud, iat, exp } = jwt.verify(token, secret, {
          algorithms: [ALGORITHM],
          issuer: ISSUER,
          audience: AUDIENCE,
          clockTimestamp: nowS,
          maxAge: ADMIN_TOKEN_MINUTES * 60,
        }) as unknown as Payload;
        if (![sub, sid, jti].every((id) => typeof id === 'string' && UUID.test(id))) return null;
        // The library takes a list that holds ours among others.
        if (aud !== AUDIENCE) return null;
        if (!Number.isInteger(iat) || !Number.isInteger(exp) || iat > nowS + CLOCK_SKEW_S) return null;
        if (exp <= iat || exp - iat > ADMIN_TOKEN_MINUTES * 60) return null;
        return { adminId: sub, sessionId: sid, issuedAt: new Date(iat * 1_000) };
      } catch {
        return null;
      }
    },
  };
}
