/** Says what kind of thing a question asks for, and whether a sentence holds a thing of that kind. English questions; others have no type. */

export type AnswerType =
  | 'person'
  | 'time'
  | 'hours'
  | 'open'
  | 'place'
  | 'count'
  | 'duration'
  | 'money'
  | 'percent'
  | 'email'
  | 'phone'
  | 'reason';

/** Questions and sentences are judged on at most this many characters. */
const MAX_CHARS = 1_000;

const QUESTIONS: readonly (readonly [AnswerType, RegExp])[] = [
  ['email', /\be-?mail(?: address)?\b/i],
  ['phone', /\b(?:(?:tele)?phone(?: number)?|call you|fax(?: number)?|hotline)\b/i],
  ['percent', /\b(?:percent(?:age)?|what (?:share|fraction|proportion|portion))\b|%/i],
  [
    'duration',
    /\bhow (?:long|old)\b|\bhow many (?:days?|weeks?|months?|years?|hours?|minutes?)\b|\bwhat (?:age|duration)\b/i,
  ],
  [
    'money',
    /\bhow much (?:does|do|is|are|did|was|were|will|would|money)\b|\b(?:price|cost|costs|fee|fees|salary|budget|revenue)\b/i,
  ],
  ['hours', /\b(?:what time|(?:opening|business|office) (?:hours?|times?)|hours)\b/i],
  ['open', /\b(?:are you (?:open|closed)|do you (?:open|close)|(?:open|closed?) (?:on|at|until|till))\b/i],
  [
    'time',
    /\b(?:when|(?:what|which) (?:year|years|date|day|month|century|decade)|in what (?:year|century|month|decade))\b/i,
  ],
  [
    'count',
    /\bhow (?:many|much|far|tall|high|large|big|deep|wide|often|fast|heavy)\b|\bwhat (?:is the )?(?:number|amount|population|size)\b/i,
  ],
  ['person', /\b(?:who|whom|whose)\b/i],
  [
    'place',
    /\bwhere\b|\b(?:what|which) (?:city|country|state|town|place|region|county|continent|location|address)\b/i,
  ],
  ['reason', /\bwhy\b|\bwhat (?:caused?|reason)\b/i],
];

const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const DAYS = '(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?';
const NUMBER_WORDS =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|' +
  'hundreds?|thousands?|millions?|billions?|trillions?|dozens?|once|twice|half|third|quarter|double|several|none';

const CLOCK_TIME =
  /\b\d{1,2}(?::\d{2})?\s?(?:am|pm|a\.m|p\.m|h|uhr|o'clock|–|-|to)(?!\p{L})|\b\d{1,2}:\d{2}\b|\b24\/7\b/iu;

const ANSWERS: Record<AnswerType, RegExp> = {
  email: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}\.[\p{L}]{2,}/u,
  phone: /\+?\d(?:[\d() ./-]{5,18})\d/,
  percent: /\d\s?(?:%|percent|per cent)|\b(?:half|third|quarter|majority|percent|two-thirds|fifth|tenth)\b/i,
  duration: new RegExp(
    `\\b(?:\\d+|${NUMBER_WORDS}|a|an|few|many)[\\s-]+(?:[a-z]+[\\s-]+)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|nights?)\\b`,
    'i',
  ),
  money:
    /[$€£¥₹]\s?\d|\d\s?(?:[$€£¥₹]|dollars?|euros?|pounds?|usd|eur|gbp|chf|cents?|million|billion)\b|\d+[.,]\d{2}\b|\bfree\b/i,
  hours: CLOCK_TIME,
  open: new RegExp(`${CLOCK_TIME.source}|\\b(?:open|closed|${DAYS})\\b`, 'i'),
  time: new RegExp(
    `\\b(?:1\\d{3}|20\\d{2})s?\\b|\\b\\d{1,2}(?:st|nd|rd|th)\\b|\\b(?:${MONTHS})\\b|\\b${DAYS}\\b|\\b\\d{1,2}:\\d{2}\\b|\\b\\d{1,2} ?[ap]\\.?m\\b|` +
      '\\b(?:century|centuries|decade|today|yesterday|tomorrow|spring|summer|autumn|winter|during|BCE?|AD|ago)\\b',
    'i',
  ),
  count: new RegExp(`\\d|\\b(?:${NUMBER_WORDS})\\b`, 'i'),
  person:
    /(?:^|[^.!?\s]\s+|[“"(])(?:\p{Lu}[\p{L}'’.-]+)(?:\s+(?:\p{Lu}[\p{L}'’.-]*|de|von|van|of|the|al|bin))*/u,
  place:
    /\b(?:in|at|near|from|to|on|across|between|of|outside|inside|around)\s+(?:the\s+)?\p{Lu}|\b\d+\s+\p{Lu}\p{L}+|\b(?:street|road|avenue|floor|building|north|south|east|west|located)\b/u,
  reason:
    /\b(?:because|since|due to|caus(?:e|es|ed|ing)|so that|in order to|reasons?|result(?:s|ed)?|therefore|as a result|owing to|led to|to avoid|to allow)\b/i,
};

export interface AskedType {
  type: AnswerType;
  /** The question's words that say so: an answer fulfils them without repeating them. */
  phrase: string;
}

/** The kind of thing the question asks for, or null when its form does not say. */
export function answerType(question: string): AskedType | null {
  const text = question.slice(0, MAX_CHARS);
  for (const [type, pattern] of QUESTIONS) {
    const match = pattern.exec(text);
    if (match !== null) return { type, phrase: match[0] };
  }
  return null;
}

/** Whether the sentence names something of that kind that the question did not already name. */
export function holdsAnswerType(type: AnswerType, sentence: string, question: string): boolean {
  const asked = new Set(
    question
      .slice(0, MAX_CHARS)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  );
  const rest = sentence
    .slice(0, MAX_CHARS)
    .replace(/[\p{L}\p{N}]+/gu, (word) => (asked.has(word.toLowerCase()) && !KEEP.test(word) ? '' : word));
  return ANSWERS[type].test(rest);
}

/** Words that shape an answer even when the question has them too. */
const KEEP =
  /^(?:in|at|near|from|to|on|of|the|a|an|percent|million|billion|hours?|days?|years?|months?|weeks?|minutes?|century|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)$/i;
