/** Reads an upload's files, counting while they stream in; the first limit passed ends the reading at once. */
import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import { AppError } from '#lib/core/errors.ts';
import {
  SOURCE_NAME_MAX_CHARS,
  UPLOAD_FILE_MAX_BYTES,
  UPLOAD_MAX_BYTES,
  UPLOAD_MAX_FILES,
} from '#lib/core/limits.ts';
import { refuseContentEncoding } from './request-body.ts';

export interface UploadedFile {
  name: string;
  /** What the caller says it is; never trusted. */
  declaredType: string | null;
  bytes: Uint8Array;
}

export interface UploadLimits {
  files: number;
  fileBytes: number;
  totalBytes: number;
}

const LIMITS: UploadLimits = {
  files: UPLOAD_MAX_FILES,
  fileBytes: UPLOAD_FILE_MAX_BYTES,
  totalBytes: UPLOAD_MAX_BYTES,
};

/** Room for boundaries and part headers beside the files' own bytes. */
const FRAMING_MAX_BYTES = 64 * 1024;
const OTHER_FIELDS_MAX = 20;
const OTHER_FIELD_MAX_BYTES = 1024;
const PART_HEADER_MAX_BYTES = 8 * 1024;
const FIELD = 'files';

const megabytes = (bytes: number) => Math.round((bytes / (1024 * 1024)) * 10) / 10;

/**
 * A name fit to be shown and stored: no path, no control characters, at most 255 characters with its extension
 * kept. Browsers send `"` and line breaks percent-encoded (WHATWG form-data encoding), so those come back.
 */
export function cleanFileName(raw: string): string {
  const name = raw
    .replaceAll('%22', '"')
    .replaceAll(/%0[dD]|%0[aA]/g, ' ')
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (name === '') return 'untitled';
  if (name.length <= SOURCE_NAME_MAX_CHARS) return name;
  const extension = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  return name.slice(0, SOURCE_NAME_MAX_CHARS - extension.length).toWellFormed() + extension;
}

/** Collects busboy's events into files; `failed` rejects with the first refusal. */
function collect(contentType: string, limits: UploadLimits) {
  const files: UploadedFile[] = [];
  const { promise: finished, resolve, reject } = Promise.withResolvers<void>();
  const refuse = (code: 'invalid_request' | 'file_too_large' | 'too_many_files', sentence: string) =>
    reject(new AppError(code, sentence));
  const malformed = () => refuse('invalid_request', 'The multipart body is cut off or malformed.');

  const parser = new Busboy({
    headers: { 'content-type': contentType },
    limits: {
      files: limits.files,
      fileSize: limits.fileBytes,
      fields: OTHER_FIELDS_MAX,
      fieldSize: OTHER_FIELD_MAX_BYTES,
      headerSize: PART_HEADER_MAX_BYTES,
      headerPairs: 50,
      parts: limits.files + OTHER_FIELDS_MAX,
    },
  });
  parser.on(
    'file',
    (field: string | undefined, stream: BusboyFileStream, filename: string, _encoding, type) => {
      const parts: Buffer[] = [];
      stream.on('error', malformed);
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('limit', () => {
        const sentence = `“${cleanFileName(filename)}” is larger than ${megabytes(limits.fileBytes)} MB.`;
        refuse('file_too_large', sentence);
      });
      stream.on('end', () => {
        // A file input left empty sends a nameless part without bytes.
        if (parts.length === 0 && (filename ?? '') === '') return;
        if (field !== FIELD) return refuse('invalid_request', `Send the files in the field “${FIELD}”.`);
        const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
        files.push({ name: cleanFileName(filename ?? ''), declaredType: type === '' ? null : type, bytes });
      });
    },
  );
  parser.on('field', (field: string) => {
    if (field === FIELD) refuse('invalid_request', `A part of “${FIELD}” has no file name.`);
  });
  parser.on('filesLimit', () => refuse('too_many_files', `Send up to ${limits.files} files at a time.`));
  parser.on('partsLimit', () => refuse('invalid_request', 'The multipart body has too many parts.'));
  parser.on('fieldsLimit', () => refuse('invalid_request', 'The multipart body has too many fields.'));
  parser.on('error', malformed);
  parser.on('finish', resolve);
  finished.catch(() => {});
  return { parser, files, finished };
}

/**
 * The files of a `multipart/form-data` request, in order.
 * Throws `unsupported_media_type`, `body_too_large`, `file_too_large`, `too_many_files` or `invalid_request`.
 */
export async function readMultipart(
  request: Request,
  limits: UploadLimits = LIMITS,
): Promise<UploadedFile[]> {
  const contentType = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\s*;.*\bboundary=("[^"]{1,70}"|[^\s;"]{1,70})/i.test(contentType)) {
    throw new AppError('unsupported_media_type', 'Send the files as multipart/form-data with a boundary.');
  }
  refuseContentEncoding(request);
  if (request.body === null) throw new AppError('invalid_request', 'The request has no files.');
  const bodyMax = limits.totalBytes + FRAMING_MAX_BYTES;
  const tooLarge = () =>
    new AppError('body_too_large', `The upload is larger than ${megabytes(limits.totalBytes)} MB in all.`);
  const reader = request.body.getReader();
  try {
    if (Number(request.headers.get('content-length') ?? 0) > bodyMax) throw tooLarge();
    const { parser, files, finished } = collect(contentType, limits);
    let total = 0;
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), finished.then(() => DONE)]);
      if (done) break;
      total += value.byteLength;
      if (total > bodyMax) throw tooLarge();
      await Promise.race([new Promise<void>((written) => parser.write(value, () => written())), finished]);
    }
    parser.end();
    await finished;
    if (files.length === 0) throw new AppError('invalid_request', 'The request has no files.');
    return files;
  } catch (error) {
    if (request.signal.aborted)
      throw new AppError('cancelled', 'The upload was cancelled.', { cause: error });
    throw error;
  } finally {
    // Tells the host that the rest of the body will not be read.
    await reader.cancel().catch(() => {});
  }
}

const DONE = { done: true, value: undefined } as const;
