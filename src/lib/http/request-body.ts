/** Reads a JSON body, counting bytes while they stream in so that nobody can make us hold more than the limit. */
import { AppError } from '#lib/core/errors.ts';
import { JSON_BODY_MAX_BYTES } from '#lib/core/limits.ts';

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;

function tooLarge(maxBytes: number): AppError {
  return new AppError('body_too_large', `The body is larger than ${Math.floor(maxBytes / 1024)} kB.`);
}

/** All bytes of a body, or `body_too_large` as soon as the limit is passed. */
async function readBounded(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) {
    await request.body?.cancel();
    throw tooLarge(maxBytes);
  }
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.byteLength;
    if (total > maxBytes) {
      await reader.cancel();
      throw tooLarge(maxBytes);
    }
    parts.push(value);
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, total);
}

/** Refuses a body that is compressed: its true size would not be known while counting. */
export function refuseContentEncoding(request: Request): void {
  const encoding = request.headers.get('content-encoding');
  if (encoding !== null && encoding.trim().toLowerCase() !== 'identity') {
    throw new AppError('unsupported_media_type', 'Send the body without a content encoding.');
  }
}

/**
 * The JSON value of a body of up to `maxBytes`.
 * Throws `unsupported_media_type`, `body_too_large` or `invalid_json`; never repeats the body.
 */
export async function readJsonBody(request: Request, maxBytes = JSON_BODY_MAX_BYTES): Promise<unknown> {
  if (!JSON_TYPE.test(request.headers.get('content-type')?.trim() ?? '')) {
    throw new AppError('unsupported_media_type', 'Send the body as application/json in UTF-8.');
  }
  refuseContentEncoding(request);
  const bytes = await readBounded(request, maxBytes);
  if (bytes.byteLength === 0) throw new AppError('invalid_json', 'The body is empty; it must be JSON.');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The parser's message quotes the body, which may hold secrets: it goes nowhere.
    throw new AppError('invalid_json', 'The body is not well-formed JSON.');
  }
}
