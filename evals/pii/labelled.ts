/** The labelled texts of `npm run eval:pii`, and how what was found is compared with them. */
import { readFileSync } from 'node:fs';
import type { PiiSpan, PiiType } from '#lib/security/pii.ts';
import { madeUpSecret } from './secrets.ts';

export type Half = 'tuning' | 'untouched';

export interface Labelled {
  text: string;
  spans: PiiSpan[];
}

const MARK = /⟦([a-z_]+)\|([^⟧]+)⟧/gu;
const ESCAPE = /\\(?:n|u([0-9a-f]{4}))/g;
/** Brackets, quotes and the like may go with what they enclose. */
const EDGE_MAX_CHARS = 2;

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, code?: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : '\n',
  );
}

export function labelledTexts(half: Half): Labelled[] {
  const lines = readFileSync(new URL(`../data/pii/${half}.txt`, import.meta.url), 'utf8').split('\n');
  return lines
    .filter((line) => line.trim() !== '' && !line.startsWith('# '))
    .map((line, at) => parse(line, `${half}/${at}`));
}

function parse(line: string, seed: string): Labelled {
  const spans: PiiSpan[] = [];
  let text = '';
  let end = 0;
  for (const mark of line.matchAll(MARK)) {
    text += unescaped(line.slice(end, mark.index));
    const value = mark[2]!.startsWith('@') ? madeUpSecret(mark[2]!.slice(1), seed) : unescaped(mark[2]!);
    spans.push({ type: mark[1] as PiiType, start: text.length, end: text.length + value.length });
    text += value;
    end = mark.index + mark[0].length;
  }
  return { text: text + unescaped(line.slice(end)), spans };
}

export interface Tally {
  labelled: number;
  missed: number;
  found: number;
  wrong: number;
}

const covers = (outer: PiiSpan, inner: PiiSpan) =>
  outer.type === inner.type && outer.start <= inner.start && outer.end >= inner.end;

const fits = (one: PiiSpan, label: PiiSpan) =>
  covers(one, label) && label.start - one.start <= EDGE_MAX_CHARS && one.end - label.end <= EDGE_MAX_CHARS;

/** A value is missed unless it is covered whole, under its own type; what is found fits a label, or is wrong. */
export function tally(texts: readonly Labelled[], detect: (text: string) => readonly PiiSpan[]) {
  const tallies = new Map<PiiType, Tally>();
  const failures: string[] = [];
  const of = (type: PiiType) => {
    const known = tallies.get(type) ?? { labelled: 0, missed: 0, found: 0, wrong: 0 };
    tallies.set(type, known);
    return known;
  };
  for (const { text, spans } of texts) {
    const found = detect(text);
    for (const span of spans) {
      of(span.type).labelled += 1;
      if (found.some((one) => covers(one, span))) continue;
      of(span.type).missed += 1;
      failures.push(`missed ${span.type}: ${text}`);
    }
    for (const one of found) {
      of(one.type).found += 1;
      if (spans.some((span) => fits(one, span))) continue;
      of(one.type).wrong += 1;
      failures.push(`wrong ${one.type} (${text.slice(one.start, one.end)}): ${text}`);
    }
  }
  return { tallies, failures };
}
