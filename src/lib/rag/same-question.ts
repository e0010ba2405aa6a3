/** Whether two questions ask the same, told by their words: what is left of each without politeness and grammar. */
import { baseForm } from './irregular-forms.ts';
import { normalizeQuestion } from './normalize-question.ts';
import { stem } from './stem.ts';

/**
 * Words that change nothing of what is asked. Not among them: what negates (`not`, `without`), asks (`who`, `when`), counts
 * or compares (`more`, `only`), obliges (`must`), says where to and from (`from`, `before`, `outside`), and what may be a
 * thing of its own (`it`, which is also a trade; `us`, which is also a country).
 */
const FILLERS = new Set(
  (
    'a an the that there here some any one ones ' +
    'am is are was were be been being do does did doing done have has had having got ' +
    'can could will would shall may might ' +
    'of as and also too just really actually currently please kindly ' +
    'hi hello hey dear thanks thank ok okay well so um er quick question ' +
    'tell know let say wonder wondering asking ask like want wanna explain give show'
  ).split(' '),
);
/** Who does it, whose it is: may be left out, but you are not me and they are neither. */
const PERSONS = classes({
  asker: 'i me my mine we our ours',
  business: 'you your yours',
  other: 'they them their these those this its',
});
/** How things belong together: may be left out, but what is paid for is not what is paid with. */
const RELATIONS = classes({ for: 'for', with: 'with', at: 'in on at' });
/** Ways into a question that say nothing of it, nor of whom it is about. */
const LEAD_INS =
  /(?<!\S)(?:(?:(?:can|could|would|will|do) you|(?:(?:can|could|may) )?(?:i|we)(?: (?:am|was|were|are))?) )?(?:please )?(?:(?:tell (?:me|us)|let (?:me|us) know)(?: (?:if|whether))?|(?:say|know|wonder|wondering|ask|asking) (?:if|whether)|is it possible to)(?!\S)/g;
/** The month, which else is a filler. */
const IN_MAY =
  /(?<=(?<!\S)(?:in|on|of|by|until|from|to|before|after|since|next|this|last|during) )may(?!\S)/g;
const ALIKE: ReadonlyMap<string, string> = new Map([
  ['which', 'what'],
  ['cannot', 'not'],
]);
/** Nothing can be told by these alone. */
const ASKING = new Set(
  'what who whom whose when where why how if whether to from by not no or but'.split(' '),
);

/** What is asked, and before each of its words, and after the last, the small words that may not contradict. */
interface Reading {
  words: string[];
  persons: string[];
  relations: string[];
}

/** The order of words counts: it tells who does what to whom. */
export function asksTheSame(asked: string, written: string): boolean {
  const [said, meant] = [read(asked), read(written)];
  if (meant.words.every((word) => ASKING.has(word))) return false;
  if (said.words.join(' ') !== meant.words.join(' ')) return false;
  return agree(said.persons, meant.persons) && agree(said.relations, meant.relations);
}

function agree(some: readonly string[], others: readonly string[]): boolean {
  return some.every((one, place) => one === '' || others[place] === '' || one === others[place]);
}

function read(question: string): Reading {
  const reading: Reading = { words: [], persons: [''], relations: [''] };
  const words = normalizeQuestion(question)
    .replaceAll(/[’ʼ‘]/g, "'")
    .replace(LEAD_INS, ' ')
    .replace(/(?<!\S)how to(?!\S)/g, 'how')
    .replace(IN_MAY, 'month-of-may')
    .split(' ')
    .flatMap(expand);
  for (const word of words) {
    const [person, relation] = [PERSONS.get(word), RELATIONS.get(word)];
    if (person !== undefined) note(reading.persons, person);
    else if (relation !== undefined) note(reading.relations, relation);
    else if (word !== '' && !FILLERS.has(word)) {
      reading.words.push(ALIKE.get(word) ?? (/^[a-z]+$/.test(word) ? stem(baseForm(word)) : word));
      reading.persons.push('');
      reading.relations.push('');
    }
  }
  return reading;
}

/** At the end of what was noted in the last place; said twice is said once. */
function note(places: string[], kind: string): void {
  const last = places.length - 1;
  const before = places[last]!;
  if (!before.endsWith(kind)) places[last] = `${before} ${kind}`;
}

function classes(kinds: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(kinds).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind] as const)),
  );
}

/** `doesn't` holds a "not"; other endings after an apostrophe hold nothing. */
function expand(word: string): string[] {
  const negated = /^([a-z]+)n't$/.exec(word);
  if (negated) return [negated[1]!, 'not'];
  return [word.replace(/'(?:s|m|re|ve|ll|d)$/, '')];
}
