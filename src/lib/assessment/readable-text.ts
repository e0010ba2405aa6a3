/** Tells text that people wrote from noise, shuffled words and filler, without a model. */

export interface Readability {
  /** `unknown`: too few words to tell, or a script that is not looked into. */
  language: 'en' | 'other' | 'unknown';
  readable: boolean;
}

/** Pairs of letters that make up most of the words of European languages, and a tenth of random letters. */
const PAIRS = new Set(
  (
    'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ' +
    'ne ea ra ce li ch ll be ma si om ur ei ie un ge la da el no pr ta ca us tr ag ap ay el em et fo ho id ir il im ' +
    'ke lo na ni pa pe po qu sh so su ss ee ai ul up ut vi wa we wi yo os ot ow ld ly ck ow ab ac ad am di do'
  ).split(' '),
);
const PAIRS_MIN = 0.42;
const PAIRS_JUDGED_FROM = 30;

const ENGLISH = new Set(
  'the of and to in a is for you we with on are or your our at by be it from can an as not have this that'.split(
    ' ',
  ),
);
const OTHERS = new Set(
  (
    'der die das und ist nicht mit für auf den dem ein eine von zu wir sie im bei ' +
    'le la les des et est une dans pour vous nous avec sur au du ' +
    'el los las una que por con para su del es ' +
    'il di che per sono con della ' +
    'o os uma não com do da em ' +
    'het een van niet voor met zijn op te'
  ).split(' '),
);
const OTHER_SHARE_MIN = 0.12;

const DETERMINERS = new Set('a an the my our your their its'.split(' '));
const PREPOSITIONS = new Set('of in on at for with from by into'.split(' '));
/** As in "sign in and choose": what follows these tells nothing. */
const PARTICLES = new Set('in on by'.split(' '));
const LINKS = new Set('and or but is are was were be has have'.split(' '));
/** Shuffled English has a quarter of such pairs, written English one in a hundred. */
const CLASHES_MAX = 0.1;
const CLASHES_JUDGED_FROM = 20;

const LATIN = /\p{sc=Latin}/u;

export function readability(text: string): Readability {
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  const letters = words.join('');
  const latin = [...letters].filter((letter) => LATIN.test(letter)).length;
  if (latin < 0.5 * letters.length)
    return { language: letters.length > 20 ? 'other' : 'unknown', readable: true };
  const language = languageOf(words);
  return {
    language,
    readable: letterPairsAreUsual(words) && !(language === 'en' && isShuffled(wordOrder(text))),
  };
}

function languageOf(words: readonly string[]): Readability['language'] {
  if (words.length < 8) return 'unknown';
  const english = words.filter((word) => ENGLISH.has(word)).length;
  const others = words.filter((word) => OTHERS.has(word) && !ENGLISH.has(word)).length;
  if (others > english && others >= OTHER_SHARE_MIN * words.length) return 'other';
  return english > 0 ? 'en' : 'unknown';
}

function letterPairsAreUsual(words: readonly string[]): boolean {
  let usual = 0;
  let pairs = 0;
  for (const word of words) {
    for (let at = 0; at + 1 < word.length; at++) {
      pairs += 1;
      if (PAIRS.has(word.slice(at, at + 2))) usual += 1;
    }
  }
  return pairs < PAIRS_JUDGED_FROM || usual >= PAIRS_MIN * pairs;
}

/** Function words that lead on to others, and how many of them are followed by one that cannot follow. */
export interface WordOrder {
  led: number;
  clashes: number;
}

export function wordOrder(text: string): WordOrder {
  // Numbers stand between words too: "from 9:00 to 5:00".
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  let led = 0;
  let clashes = 0;
  for (let at = 0; at + 1 < words.length; at++) {
    const word = words[at]!;
    const next = words[at + 1]!;
    const determiner = DETERMINERS.has(word);
    if (!determiner && (!PREPOSITIONS.has(word) || PARTICLES.has(word))) continue;
    led += 1;
    if (LINKS.has(next) || PREPOSITIONS.has(next) || (determiner && DETERMINERS.has(next))) clashes += 1;
  }
  return { led, clashes };
}

/** Of English text: whether its words stand in no order. */
export function isShuffled({ led, clashes }: WordOrder): boolean {
  return led >= CLASHES_JUDGED_FROM && clashes > CLASHES_MAX * led;
}
