/** Turns the bytes of a text file into a string, whatever charset they are in. */

import { charsetOfMark, utf16WithoutMark } from '#lib/kb/charset-marks.ts';

/**
 * Order: byte order mark, valid UTF-8, UTF-16 by its zero bytes, the declared charset (HTML's meta), mostly valid
 * UTF-8, chardet's guess. Never throws: bytes that fit nothing become U+FFFD.
 */
export async function decodeText(bytes: Uint8Array, declaredCharset: string | null = null): Promise<string> {
  const mark = charsetOfMark(bytes);
  if (mark !== null) return new TextDecoder(mark).decode(bytes);
  const utf16 = utf16WithoutMark(bytes);
  if (utf16 !== null) return new TextDecoder(utf16).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8 throughout: one of the older charsets, or UTF-8 with damage.
  }
  const declared = declaredCharset === null ? null : decoderFor(declaredCharset);
  if (declared !== null && declared.encoding !== 'utf-8') return declared.decode(bytes);
  const repaired = new TextDecoder('utf-8').decode(bytes);
  if (isMostlyUtf8(repaired)) return repaired;
  // Loaded only when needed: most text is UTF-8.
  const { guessCharset } = await import('#lib/kb/guess-charset.ts');
  return (decoderFor(guessCharset(bytes)) ?? new TextDecoder('windows-1252')).decode(bytes);
}

function decoderFor(charset: string): TextDecoder | null {
  try {
    return new TextDecoder(charset);
  } catch {
    return null;
  }
}

/** A damaged byte here and there does not make UTF-8 something else. */
function isMostlyUtf8(decoded: string): boolean {
  let damaged = 0;
  let other = 0;
  for (let i = 0; i < decoded.length; i++) {
    const code = decoded.charCodeAt(i);
    if (code === 0xfffd) damaged++;
    else if (code > 0x7f) other++;
  }
  return other > 0 && damaged <= other * 0.05;
}
