/** Reads `Idempotency-Key` and names what a request is, so that a repeat is known and a different one is refused. */
import { createHash } from 'node:crypto';
import type { AskCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import type { UploadedFile } from './multipart.ts';

/** IETF draft-ietf-httpapi-idempotency-key-header; visible ASCII, so it is safe in logs and rows. */
const KEY = /^[\x21-\x7e]{1,200}$/;

/** The key, or null when none was sent; throws `invalid_request` for one we could not keep. */
export function idempotencyKey(headers: Headers): string | null {
  const key = headers.get('idempotency-key');
  if (key === null) return null;
  if (KEY.test(key)) return key;
  throw new AppError('invalid_request', 'The Idempotency-Key must be 1–200 visible ASCII characters.', {
    fields: [{ path: 'Idempotency-Key', message: 'Must be 1–200 visible ASCII characters' }],
  });
}

/** The key as it is kept, per tenant: visitors choose theirs without knowing of each other, so each session has its own. */
export function claimedKey(key: string, caller: AskCaller): string {
  if (caller.kind === 'tenant') return key;
  return `visitor:${createHash('sha256').update(`${caller.sessionId}\n${key}`).digest('hex')}`;
}

/** JSON with sorted keys: two bodies that mean the same give the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** SHA-256 (hex) over method, path with query, and the parsed body or the files' names and bytes. */
export function requestHash(
  method: string,
  url: URL,
  body: unknown,
  files: readonly UploadedFile[] | undefined,
): string {
  const hash = createHash('sha256').update(`${method}\n${url.pathname}${url.search}\n`);
  if (body !== undefined) hash.update(canonicalJson(body));
  for (const file of files ?? []) {
    hash.update(`${JSON.stringify(file.name)} ${file.bytes.byteLength}\n`).update(file.bytes);
  }
  return hash.digest('hex');
}
