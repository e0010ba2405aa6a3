/** Questions that say the same with other letters, marks or spaces become one text. */

/** Marks that open a word and carry no meaning; others there do (`-5`, `.net`, `#1`). */
const OPENING = /^["'`´‘’‚‛“”„‟«»‹›([{¿¡…]+/u;
const CLOSING = /["'`´‘’‚‛“”„‟«»‹›)\]}.,;:!?…。、，；：！？‼⁇·–—]+$/u;

/**
 * Unicode form (NFKC, invisible characters dropped), letter case (full folding: ß is ss, every sigma one), white space,
 * and punctuation at the edges of words do not count; inside of words it does (`3.5`, `C++`, `wi-fi`). Idempotent.
 * A text of marks alone stays as it is, but for its spaces.
 */
export function normalizeQuestion(text: string): string {
  const visible = fold(text).replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  const words = visible.split(/\s+/u).filter((word) => word !== '');
  const bare = words.map(trimMarks).filter((word) => word !== '');
  return (bare.length > 0 ? bare : words).join(' ');
}

/** By way of upper case, where ß, ſ and both lower-case sigmas meet; by way of lower case before it for ẞ. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll('ς', 'σ');
}

function trimMarks(word: string): string {
  return word.replace(OPENING, '').replace(CLOSING, '');
}
