/** Porter2 (Snowball English) stemmer: https://snowballstem.org/algorithms/english/stemmer.html */

const EXCEPTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    skis: 'ski',
    skies: 'sky',
    dying: 'die',
    lying: 'lie',
    tying: 'tie',
    idly: 'idl',
    gently: 'gentl',
    ugly: 'ugli',
    early: 'earli',
    only: 'onli',
    singly: 'singl',
  }),
);
const UNCHANGED = new Set('sky news howe atlas cosmos bias andes'.split(' '));
const AFTER_1A = new Set('inning outing canning herring earring proceed exceed succeed'.split(' '));

const STEP_2: readonly (readonly [string, string])[] = [
  ['ization', 'ize'],
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
];
const STEP_3: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];
const STEP_4 = 'ement ance ence able ible ment ant ent ism ate iti ous ive ize al er ic'.split(' ');

/** Stem of a lower-case word; words with anything but a–z and apostrophes come back unchanged. */
export function stem(word: string): string {
  if (word.length < 3 || !/^[a-z']+$/.test(word)) return word;
  const exception = EXCEPTIONS.get(word);
  if (exception !== undefined) return exception;
  if (UNCHANGED.has(word)) return word;

  let w = word
    .replace(/^'/, '')
    .replace(/^y/, 'Y')
    .replace(/([aeiouy])y/g, '$1Y');
  const r1 = regionOne(w);
  const r2 = afterVowelConsonant(w, r1);

  w = w.replace(/'s'?$|'$/, '');
  w = stepOneA(w);
  if (AFTER_1A.has(w)) return w;
  w = stepOneB(w, r1);
  if (w.length > 2) w = w.replace(/([^aeiouy])[yY]$/, '$1i');
  w = stepTwo(w, r1);
  w = stepThree(w, r1, r2);
  w = stepFour(w, r2);
  w = stepFive(w, r1, r2);
  return w.toLowerCase();
}

function regionOne(w: string): number {
  const special = /^(?:gener|commun|arsen)/.exec(w);
  return special === null ? afterVowelConsonant(w, 0) : special[0].length;
}

function afterVowelConsonant(w: string, from: number): number {
  const match = /[aeiouy][^aeiouy]/.exec(w.slice(from));
  return match === null ? w.length : from + match.index + 2;
}

function isShortWord(w: string, r1: number): boolean {
  return r1 >= w.length && (/^[aeiouy][^aeiouy]$/.test(w) || /[^aeiouy][aeiouy][^aeiouywxY]$/.test(w));
}

function stepOneA(w: string): string {
  if (w.endsWith('sses')) return w.slice(0, -2);
  if (/ie[ds]$/.test(w)) return w.length > 4 ? w.slice(0, -2) : w.slice(0, -1);
  if (/(?:us|ss)$/.test(w)) return w;
  return w.endsWith('s') && /[aeiouy]./.test(w.slice(0, -1)) ? w.slice(0, -1) : w;
}

function stepOneB(w: string, r1: number): string {
  const eed = /eed(?:ly)?$/.exec(w);
  if (eed !== null) return eed.index >= r1 ? `${w.slice(0, eed.index)}ee` : w;
  const suffix = /(?:ingly|edly|ing|ed)$/.exec(w);
  if (suffix === null) return w;
  const base = w.slice(0, suffix.index);
  if (!/[aeiouy]/.test(base)) return w;
  if (/(?:at|bl|iz)$/.test(base)) return `${base}e`;
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(base)) return base.slice(0, -1);
  return isShortWord(base, r1) ? `${base}e` : base;
}

function stepTwo(w: string, r1: number): string {
  for (const [suffix, replacement] of STEP_2) {
    if (w.endsWith(suffix)) {
      return w.length - suffix.length >= r1 ? w.slice(0, -suffix.length) + replacement : w;
    }
  }
  if (w.endsWith('logi') && w.length - 3 >= r1) return w.slice(0, -1);
  if (/[cdeghkmnrt]li$/.test(w) && w.length - 2 >= r1) return w.slice(0, -2);
  return w;
}

function stepThree(w: string, r1: number, r2: number): string {
  for (const [suffix, replacement] of STEP_3) {
    if (w.endsWith(suffix)) {
      return w.length - suffix.length >= r1 ? w.slice(0, -suffix.length) + replacement : w;
    }
  }
  return w.endsWith('ative') && w.length - 5 >= r2 ? w.slice(0, -5) : w;
}

function stepFour(w: string, r2: number): string {
  for (const suffix of STEP_4) {
    if (w.endsWith(suffix)) return w.length - suffix.length >= r2 ? w.slice(0, -suffix.length) : w;
  }
  return /[st]ion$/.test(w) && w.length - 3 >= r2 ? w.slice(0, -3) : w;
}

function stepFive(w: string, r1: number, r2: number): string {
  if (w.endsWith('e')) {
    const at = w.length - 1;
    const shortBefore = /[^aeiouy][aeiouy][^aeiouywxY]$/.test(w.slice(0, at));
    return at >= r2 || (at >= r1 && !shortBefore) ? w.slice(0, -1) : w;
  }
  return w.endsWith('ll') && w.length - 1 >= r2 ? w.slice(0, -1) : w;
}
