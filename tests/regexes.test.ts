/** PROMISES 9 and 6: no regular expression of the product can be made slow; each literal in the tree is checked by recheck. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Parameters as CheckParameters, checkSync } from 'recheck';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './fixtures/repository.ts';
import { REVIEWED_REGEXES, WORD_LISTS } from './fixtures/reviewed-regexes.ts';

const CHECK_MAX_MS = 120_000;
const ONE_MAX_MS = 20_000;
/** The proof by automata comes first; where it does not apply, so many texts are tried. The same ones each time. */
const HOW: CheckParameters = {
  timeout: ONE_MAX_MS,
  // By counted steps, not by the clock: a loaded machine would call a regular expression slow that is not.
  attackTimeout: 10_000,
  incubationTimeout: 10_000,
  randomSeed: 0,
  incubationLimit: 5_000,
  maxIteration: 5,
  maxInitialGenerationSize: 100,
  maxGenerationSize: 20,
  crossoverSize: 10,
  mutationSize: 10,
  recallLimit: 2,
};

interface Literal {
  text: string;
  place: string;
  /** Of the constant that it is, if it is one. */
  name: string;
}

function literalsOf(file: string): Literal[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Literal[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const { parent } = node;
      const name = ts.isVariableDeclaration(parent) ? parent.name.getText() : '';
      found.push({ text: node.text, place: relative(ROOT, file), name });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function literals(): Literal[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const all = files.flatMap(literalsOf);
  return [...new Map(all.map((one) => [one.text, one])).values()];
}

function verdict({ text, place }: Literal): string[] {
  const end = text.lastIndexOf('/');
  const { status } = checkSync(text.slice(1, end), text.slice(end + 1), HOW);
  return status === 'safe' ? [] : [`${place}: ${text} is ${status}`];
}

describe('every regular expression in src', () => {
  const all = literals();
  const reviewed = new Set(REVIEWED_REGEXES.map(([literal]) => String(literal)));
  const isReviewed = ({ text, name }: Literal) => reviewed.has(text) || WORD_LISTS.includes(name);

  beforeAll(() => {
    // The checker in this process: its native programs are not installed.
    process.env.RECHECK_BACKEND = 'pure';
  });

  it('is of linear time, or is reviewed', { timeout: CHECK_MAX_MS }, () => {
    expect(all.length).toBeGreaterThan(200);
    expect(all.filter((one) => !isReviewed(one)).flatMap(verdict)).toEqual([]);
  });

  it('that was reviewed is still there, and a list of words repeats nothing', () => {
    const texts = new Set(all.map(({ text }) => text));
    expect([...reviewed].filter((text) => !texts.has(text))).toEqual([]);
    for (const list of WORD_LISTS) {
      const text = all.find(({ name }) => name === list)?.text ?? '*';
      expect(text.replaceAll(/\\s\*:|\\[a-z]/g, ''), list).not.toMatch(/[+*{]/);
    }
  });

  it('would be told if it were slow', () => {
    expect(verdict({ text: '/^(?:a+)+$/', place: 'here', name: '' })).toHaveLength(1);
    expect(verdict({ text: '/^a+$/', place: 'here', name: '' })).toEqual([]);
  });
});
