/** Whether two questions ask the same, told by their words: what is left of each without politeness, grammar and one slip. */
import { backgroundIdf, RARE_TERM_IDF } from './idf.ts';
import { baseForm } from './irregular-forms.ts';
import { normalizeQuestion } from './normalize-question.ts';
import { stem } from './stem.ts';

/**
 * Words that change nothing of what is asked. Not among them: what negates (`not`, `without`), asks (`who`, `when`), counts
 * or compares (`more`, `only`), obliges (`must`), and says where to and from (`from`, `before`, `outside`).
 */
const FILLERS = new Set(
  (
    'a an the this that these those there here some any ' +
    'i me my mine we us our ours you your yours it its they them their one ones ' +
    'am is are was were be been being do does did doing done have has had having got ' +
    'can could will would shall may might ' +
    'of in at on for with as and also too just really actually currently please kindly ' +
    'hi hello hey dear thanks thank ok okay well so um er quick question ' +
    'tell know let say wonder wondering asking ask like want wanna explain give show'
  ).split(' '),
);
/** Ways into a question that say nothing of it. */
const LEAD_INS =
  /(?<!\S)(?:(?:tell (?:me|us)|say|know|wonder|wondering|ask|asking) (?:if|whether)|is it possible to)(?!\S)/g;
const ALIKE: ReadonlyMap<string, string> = new Map([
  ['which', 'what'],
  ['cannot', 'not'],
]);
/** Nothing can be told by these alone. */
const ASKING = new Set(
  'what who whom whose when where why how if whether to from by not no or but'.split(' '),
);
/** Shorter words are too near to other words. */
const SLIP_MIN_CHARS = 6;

/** `asked` is the visitor's, in which one slip of the pen is forgiven. The order of words counts: it tells who does what to whom. */
export function asksTheSame(asked: string, written: string): boolean {
  const meant = contentOf(written);
  if (meant.every((word) => ASKING.has(word))) return false;
  const said = contentOf(asked);
  if (said.length !== meant.length) return false;
  const different = said.flatMap((word, at) => (word === meant[at] ? [] : [at]));
  if (different.length === 0) return true;
  const at = different[0]!;
  return different.length === 1 && isSlip(said[at]!, meant[at]!);
}

function contentOf(question: string): string[] {
  return normalizeQuestion(question)
    .replaceAll(/[’ʼ‘]/g, "'")
    .replace(LEAD_INS, ' ')
    .replace(/(?<!\S)how to(?!\S)/g, 'how')
    .split(' ')
    .flatMap(expand)
    .filter((word) => word !== '' && !FILLERS.has(word))
    .map((word) => ALIKE.get(word) ?? (/^[a-z]+$/.test(word) ? stem(baseForm(word)) : word));
}

/** `doesn't` holds a "not"; other endings after an apostrophe hold nothing. */
function expand(word: string): string[] {
  const negated = /^([a-z]+)n't$/.exec(word);
  if (negated) return [negated[1]!, 'not'];
  return [word.replace(/'(?:s|m|re|ve|ll|d)$/, '')];
}

/** One letter added, left out or changed, or two swapped, in a word that is not a common one of its own. */
function isSlip(typed: string, meant: string): boolean {
  const plain = /^[a-z]+$/;
  if (!plain.test(typed) || !plain.test(meant) || typed[0] !== meant[0]) return false;
  if (Math.min(typed.length, meant.length) < SLIP_MIN_CHARS) return false;
  return backgroundIdf(typed) >= RARE_TERM_IDF && isOneEdit(typed, meant);
}

function isOneEdit(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (x.length <= 1 && y.length <= 1) return true;
  return x.length === 2 && x === [...y].reverse().join('');
}
