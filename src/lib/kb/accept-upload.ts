/** Takes uploaded files into the knowledge base. */
import type { AcceptedSource } from '#lib/contracts/kb.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import { SOURCE_NAME_MAX_CHARS, UPLOAD_FILE_MAX_BYTES, UPLOAD_MAX_FILES } from '#lib/core/limits.ts';
import { acceptSources } from './accept-sources.ts';
import { detectFormat } from './detect-format.ts';

export interface UploadedFile {
  name: string;
  declaredType: string | null;
  bytes: Uint8Array;
}

/**
 * Checks what can be told without parsing, so that a wrong file is refused at once; a refused file refuses the
 * whole upload and is named. Errors: `invalid_request` (no file), `too_many_files`, `file_too_large`,
 * `file_empty`, `unsupported_file_type` and other codes of detectFormat, `trial_expired`, `quota_exceeded`.
 */
export async function acceptUpload(
  ports: Parameters<typeof acceptSources>[0],
  caller: TenantCaller,
  files: readonly UploadedFile[],
): Promise<{ sources: AcceptedSource[] }> {
  if (files.length === 0)
    throw new AppError('invalid_request', 'Send at least one file in the form field "files".');
  if (files.length > UPLOAD_MAX_FILES) {
    throw new AppError('too_many_files', `Send at most ${UPLOAD_MAX_FILES} files at once.`);
  }
  const candidates = files.map((file) => {
    const name = displayName(file.name);
    if (file.bytes.byteLength > UPLOAD_FILE_MAX_BYTES) {
      throw new AppError(
        'file_too_large',
        `"${name}" is larger than ${UPLOAD_FILE_MAX_BYTES / 1024 / 1024} MB.`,
      );
    }
    detectFormat(file.bytes, name, file.declaredType);
    return {
      kind: 'file' as const,
      name,
      title: null,
      url: null,
      declaredType: file.declaredType,
      content: file.bytes,
    };
  });
  return acceptSources(ports, caller, candidates);
}

/** The last part of a path, without control characters, of bounded length that keeps the extension. */
function displayName(name: string): string {
  const base = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const clean = base.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').trim() || 'document';
  if (clean.length <= SOURCE_NAME_MAX_CHARS) return clean;
  const extension = /\.[^.]{1,10}$/.exec(clean)?.[0] ?? '';
  return clean.slice(0, SOURCE_NAME_MAX_CHARS - extension.length) + extension;
}
