/** Finds quoted sentences in a passage, whatever happened to the spaces and line breaks between the words. */
export interface MarkedPart {
  text: string;
  marked: boolean;
  at: number;
}

function squeezed(text: string): { letters: string; places: number[] } {
  let letters = '';
  const places: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index] ?? '';
    if (/[\s\u00ad*_`#|]/.test(letter)) continue;
    letters += letter.toLowerCase().length === 1 ? letter.toLowerCase() : letter;
    places.push(index);
  }
  return { letters, places };
}

/** Shorter than this is a coincidence rather than a quotation. */
const QUOTE_MIN_LETTERS = 8;

/** The passage in parts, quoted ones marked; quotes that are not in it (a paraphrase, say) mark nothing. */
export function markQuotes(passage: string, quotes: readonly string[]): MarkedPart[] {
  const { letters, places } = squeezed(passage);
  const marked = new Uint8Array(passage.length);
  for (const quote of quotes) {
    const wanted = squeezed(quote).letters;
    if (wanted.length < QUOTE_MIN_LETTERS) continue;
    const start = letters.indexOf(wanted);
    if (start === -1) continue;
    const from = places[start] ?? 0;
    const to = places[start + wanted.length - 1] ?? from;
    marked.fill(1, from, to + 1);
  }
  const parts: MarkedPart[] = [];
  let at = 0;
  while (at < passage.length) {
    let end = at;
    while (end < passage.length && marked[end] === marked[at]) end += 1;
    parts.push({ text: passage.slice(at, end), marked: marked[at] === 1, at });
    at = end;
  }
  return parts;
}

/** A statement may hold several sentences that are far apart in the passage: the whole, then each on its own. */
export function quotesOf(statement: string): string[] {
  const sentences = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(statement)];
  return [statement, ...sentences.map(({ segment }) => segment.trim())];
}
