/** Makes extracted text storable and honest: no control, invisible or direction-changing characters, NFC, LF lines. */

/**
 * Soft hyphen, zero-width space, word joiner, BOM, bidirectional controls, Unicode tag characters.
 * Joiners (U+200C, U+200D) stay: Persian, Indic scripts and emoji need them.
 */
const INVISIBLE =
  /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f]/gu;

/** Linear time. Lone surrogates become U+FFFD, so the text can be stored as UTF-8. */
export function normalizeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085\f]/gu, '\n')
    .replace(CONTROL, '')
    .replace(INVISIBLE, '')
    .replace(/[\u00a0\u202f\u2007]/gu, ' ')
    .normalize('NFC');
}
