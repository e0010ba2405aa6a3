/** Splits an answer at its citation markers. */
export type AnswerPart =
  | { kind: 'text'; text: string; at: number }
  | { kind: 'citation'; n: number; at: number };

/** `[3]` counts as a citation only when source 3 exists; anything else stays the text it is. */
export function splitCitations(answer: string, known: ReadonlySet<number>): AnswerPart[] {
  const parts: AnswerPart[] = [];
  let from = 0;
  for (const match of answer.matchAll(/\[(\d{1,3})\]/g)) {
    const n = Number(match[1]);
    if (!known.has(n)) continue;
    if (match.index > from) parts.push({ kind: 'text', text: answer.slice(from, match.index), at: from });
    parts.push({ kind: 'citation', n, at: match.index });
    from = match.index + match[0].length;
  }
  if (from < answer.length) parts.push({ kind: 'text', text: answer.slice(from), at: from });
  return parts;
}

/** What the answer says on the strength of source `n`: the text before each of its markers, back to the one before. */
export function statementsCiting(answer: string, n: number, known: ReadonlySet<number>): string[] {
  const statements: string[] = [];
  let last = '';
  for (const part of splitCitations(answer, known)) {
    if (part.kind === 'text') {
      if (/[\p{L}\p{N}]/u.test(part.text)) last = part.text.trim();
    } else if (part.n === n && last !== '') statements.push(last);
  }
  return statements;
}
