/** Ways to spoil a text, the same on every run. */

interface Section {
  title: string;
  text: string;
}

/** Mulberry32: numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const letter = (random: () => number) => LETTERS[Math.floor(random() * LETTERS.length)]!;

/** Every letter another one: a cat on the keyboard. */
export function mash(sections: readonly Section[], random: () => number): Section[] {
  const mashed = (text: string) => text.replaceAll(/[a-z0-9]/gi, () => letter(random));
  return sections.map(({ title, text }) => ({ title: mashed(title), text: mashed(text) }));
}

/** A share of the letters wrong, as from a scan that was not read well. */
export function ocrNoise(sections: readonly Section[], share: number, random: () => number): Section[] {
  const marks = '|[]~^§¦{}lI1';
  const spoilt = (text: string) =>
    text.replaceAll(/[a-z0-9]/gi, (kept) => {
      if (random() > share) return kept;
      return random() < 0.5 ? letter(random) : marks[Math.floor(random() * marks.length)]!;
    });
  return sections.map(({ title, text }) => ({ title: spoilt(title), text: spoilt(text) }));
}

/** The words of the whole, in any order. */
export function wordSalad(sections: readonly Section[], random: () => number): Section[] {
  const words = sections.flatMap(({ text }) => text.split(/\s+/));
  for (let at = words.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [words[at], words[other]] = [words[other]!, words[at]!];
  }
  return inPages(words);
}

/** The words of the whole, sorted. */
export function ordered(sections: readonly Section[]): Section[] {
  const words = sections.flatMap(({ text }) => text.toLowerCase().match(/[a-z0-9$]+/g) ?? []);
  return inPages(words.sort());
}

function inPages(words: readonly string[]): Section[] {
  const pages: Section[] = [];
  for (let at = 0; at < words.length; at += 100) {
    pages.push({ title: `Page ${pages.length + 1}`, text: words.slice(at, at + 100).join(' ') });
  }
  return pages;
}

const LATIN = (
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna ' +
  'aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea commodo consequat'
).split(' ');

export function lorem(pages: number, random: () => number): Section[] {
  return Array.from({ length: pages }, (_, page) => ({
    title: `Section ${page + 1}`,
    text: `Lorem ipsum dolor sit amet. ${Array.from({ length: 60 }, () => LATIN[Math.floor(random() * LATIN.length)]).join(' ')}.`,
  }));
}
