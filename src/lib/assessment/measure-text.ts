/** What a sample of chunks is like as text: readable, repeated, concrete, finished. Pure. */
import { splitSentences } from '#lib/rag/sentences.ts';
import { isShuffled, type Readability, readability, wordOrder } from './readable-text.ts';

export interface TextFacts {
  characters: number;
  /** Shares of the sample's characters, 0–1. */
  readable: number;
  placeholder: number;
  addressesModel: number;
  /** Share of sentences that stand in an earlier chunk too. */
  repeated: number;
  /** Shares of sentences. */
  fragments: number;
  questions: number;
  long: number;
  /** Share of chunks with a number, price, time or address. */
  concrete: number;
  /** Share of chunks of a readable size below a title or heading. */
  structured: number;
  language: Readability['language'];
  /** Sources concerned. */
  unreadableIn: string[];
  placeholderIn: string[];
  repeatedIn: string[];
  addressesModelIn: string[];
}

export interface MeasuredChunk {
  sourceId: string;
  title: string;
  heading: string | null;
  text: string;
}

const PLACEHOLDER =
  /\blorem ipsum\b|\bdolor sit amet\b|under construction|coming soon|insert (?:your )?text|text (?:goes )?here|\bplaceholder\b|\bTODO\b|\bTBD\b|sample text/i;
/** Words meant for whoever scores the text, not for who reads it. */
const ADDRESSES_MODEL =
  /\b(?:ignore|disregard|forget)\b.{0,30}\b(?:instruction|prompt|rule)s?\b|\bas an? (?:ai|language model)\b|\b(?:system|assistant)\s*:|\b(?:score|rate|grade|assess)\b.{0,60}\b(?:1\.0|100 ?%|highest|excellent|perfect)\b|\b(?:report no issues|approve (?:it|this))\b/i;
const FRAGMENT_MAX_WORDS = 3;
const LONG_FROM_WORDS = 45;
/** Longer ones are where numbers and prices repeat by chance least. */
const REPEATABLE_FROM_WORDS = 5;
const WALL_FROM_CHARS = 900;

export function measureText(chunks: readonly MeasuredChunk[]): TextFacts {
  const facts = { readable: 0, placeholder: 0, addressesModel: 0 };
  const unreadableIn = new Set<string>();
  const placeholderIn = new Set<string>();
  const repeatedIn = new Set<string>();
  const addressesModelIn = new Set<string>();
  const said = new Set<string>();
  const order = { led: 0, clashes: 0 };
  const languages = { en: 0, other: 0, unknown: 0 };
  let [characters, sentences, comparable, repeated, fragments, questions, long, concrete, structured] =
    Array<number>(9).fill(0) as [number, number, number, number, number, number, number, number, number];

  for (const { sourceId, title, heading, text } of chunks) {
    characters += text.length;
    const { language, readable } = readability(text);
    languages[language] += text.length;
    if (language === 'en') {
      const { led, clashes } = wordOrder(text);
      order.led += led;
      order.clashes += clashes;
    }
    if (readable) facts.readable += text.length;
    else unreadableIn.add(sourceId);
    if (PLACEHOLDER.test(`${title}\n${text}`)) {
      facts.placeholder += text.length;
      placeholderIn.add(sourceId);
    }
    if (ADDRESSES_MODEL.test(text)) {
      facts.addressesModel += text.length;
      addressesModelIn.add(sourceId);
    }
    if (/\d|@/.test(text)) concrete += 1;
    if (text.length < WALL_FROM_CHARS || heading !== null || text.includes('\n')) structured += 1;
    const here = new Set<string>();
    for (const sentence of splitSentences(text)) {
      const words = sentence.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
      sentences += 1;
      if (words.length <= FRAGMENT_MAX_WORDS) fragments += 1;
      if (words.length >= LONG_FROM_WORDS) long += 1;
      if (/[?？]["'”’)]*$/u.test(sentence.text)) questions += 1;
      if (words.length < REPEATABLE_FROM_WORDS) continue;
      comparable += 1;
      const key = words.join(' ');
      if (said.has(key) && !here.has(key)) {
        repeated += 1;
        repeatedIn.add(sourceId);
      }
      here.add(key);
      said.add(key);
    }
  }
  // A page alone may hold too few words to tell; all of them together do not.
  if (isShuffled(order)) {
    facts.readable = 0;
    for (const { sourceId } of chunks) unreadableIn.add(sourceId);
  }
  const share = (part: number, of: number) => (of === 0 ? 0 : part / of);
  return {
    characters,
    readable: share(facts.readable, characters),
    placeholder: share(facts.placeholder, characters),
    addressesModel: share(facts.addressesModel, characters),
    repeated: share(repeated, comparable),
    fragments: share(fragments, sentences),
    questions: share(questions, sentences),
    long: share(long, sentences),
    concrete: share(concrete, chunks.length),
    structured: share(structured, chunks.length),
    language: (Object.keys(languages) as Readability['language'][]).reduce((a, b) =>
      languages[b] > languages[a] ? b : a,
    ),
    unreadableIn: [...unreadableIn],
    placeholderIn: [...placeholderIn],
    repeatedIn: [...repeatedIn],
    addressesModelIn: [...addressesModelIn],
  };
}
