/** Checks chosen files before anything is sent: kind, size, number; each refusal is a sentence about that file. */
import { UPLOAD_FILE_MAX_BYTES, UPLOAD_MAX_BYTES, UPLOAD_MAX_FILES } from '#lib/core/limits.ts';
import { bytesInWords } from '../words.ts';

export const ACCEPTED_EXTENSIONS = [
  '.pdf',
  '.docx',
  '.html',
  '.htm',
  '.md',
  '.markdown',
  '.txt',
  '.csv',
] as const;
export const ACCEPTED_IN_WORDS = 'PDF, Word (.docx), HTML, Markdown, text and CSV';

export interface RefusedFile<F> {
  file: F;
  reason: string;
}

export interface CheckedFiles<F> {
  accepted: F[];
  refused: RefusedFile<F>[];
}

interface FileLike {
  name: string;
  size: number;
}

function reasonAgainst(file: FileLike): string | null {
  const name = file.name.toLowerCase();
  if (name.endsWith('.doc')) return 'The old Word format is not supported. Save it as .docx or PDF first.';
  if (!ACCEPTED_EXTENSIONS.some((extension) => name.endsWith(extension)))
    return `This kind of file is not supported. Supported are ${ACCEPTED_IN_WORDS}.`;
  if (file.size === 0) return 'This file is empty.';
  if (file.size > UPLOAD_FILE_MAX_BYTES)
    return `This file has ${bytesInWords(file.size)}; a file may have at most ${bytesInWords(UPLOAD_FILE_MAX_BYTES)}.`;
  return null;
}

/** Refuses what cannot be taken, in the order given; the rest of the files still go. */
export function checkFiles<F extends FileLike>(files: readonly F[]): CheckedFiles<F> {
  const accepted: F[] = [];
  const refused: RefusedFile<F>[] = [];
  let bytes = 0;
  for (const file of files) {
    let reason = reasonAgainst(file);
    if (reason === null && accepted.length >= UPLOAD_MAX_FILES)
      reason = `At most ${UPLOAD_MAX_FILES} files can be added at once. Add this one next.`;
    if (reason === null && bytes + file.size > UPLOAD_MAX_BYTES)
      reason = `At most ${bytesInWords(UPLOAD_MAX_BYTES)} can be added at once. Add this one next.`;
    if (reason === null) {
      accepted.push(file);
      bytes += file.size;
    } else refused.push({ file, reason });
  }
  return { accepted, refused };
}
