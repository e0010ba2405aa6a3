/** What a text is made of for the learned weights: its words, numbers and marks, and each two that follow one another. */

const NUMBER = /[£$€]?\d[\d.,:]*%?/g;
const PART = /[a-z']+|0|[?!:;&@%]/g;

/** Each once. Numbers and prices are one and the same word, `0`. */
export function wordsOf(text: string): Set<string> {
  const plain = text.toLowerCase().replaceAll('’', "'").replaceAll(NUMBER, '0');
  const parts = plain.match(PART) ?? [];
  const words = new Set(parts);
  for (let at = 1; at < parts.length; at++) words.add(`${parts[at - 1]}_${parts[at]}`);
  return words;
}
