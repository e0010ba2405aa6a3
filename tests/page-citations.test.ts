/** How the page finds citations in an answer and the quoted words in their passage. */
import { describe, expect, test } from 'vitest';
import { markQuotes, quotesOf } from '#ui/chat/mark-quotes.ts';
import { splitCitations, statementsCiting } from '#ui/chat/split-citations.ts';
import { questionsAmong } from '#ui/chat/use-suggested-questions.ts';
import { withoutOverlap } from '#ui/chat/without-overlap.ts';

const known = new Set([1, 2]);

function marked(passage: string, quotes: string[]): string[] {
  const parts = markQuotes(passage, quotes);
  expect(parts.map((part) => part.text).join('')).toBe(passage);
  return parts.filter((part) => part.marked).map((part) => part.text);
}

describe('citations of an answer', () => {
  test('only markers of sources that exist are citations; the text stays whole', () => {
    const answer = 'Open at nine [1]. See note [7] and a[0].';
    const parts = splitCitations(answer, known);
    expect(parts.filter((part) => part.kind === 'citation')).toEqual([{ kind: 'citation', n: 1, at: 13 }]);
    expect(parts.map((part) => (part.kind === 'text' ? part.text : `[${part.n}]`)).join('')).toBe(answer);
  });

  test('a marker that is still being streamed is text', () => {
    expect(splitCitations('Open at nine [1', known)).toEqual([
      { kind: 'text', text: 'Open at nine [1', at: 0 },
    ]);
  });

  test('a statement is what stands before its marker, also when two markers share it', () => {
    const answer = 'Open at nine. [1] Closed on Sundays [1][2]. Bring a hat.';
    expect(statementsCiting(answer, 1, known)).toEqual(['Open at nine.', 'Closed on Sundays']);
    expect(statementsCiting(answer, 2, known)).toEqual(['Closed on Sundays']);
    expect(statementsCiting('No markers here.', 1, known)).toEqual([]);
  });
});

describe('quotes in a passage', () => {
  test('line breaks, case and markdown between the words do not matter', () => {
    const passage = 'First.\nThe **front door**\n  is locked at\tnight. Last.';
    expect(marked(passage, ['The front door is locked at night.'])).toEqual([
      'The **front door**\n  is locked at\tnight.',
    ]);
  });

  test('sentences that are apart are marked one by one', () => {
    const statement = 'The door is red. The roof is green.';
    expect(marked('The door is red. It squeaks. The roof is green.', quotesOf(statement))).toEqual([
      'The door is red.',
      'The roof is green.',
    ]);
  });

  test('a paraphrase or a scrap marks nothing', () => {
    expect(marked('The door is locked at night.', ['You cannot enter after dark.', 'is'])).toEqual([]);
    expect(markQuotes('', ['The door is red.'])).toEqual([]);
  });
});

describe('the context of a passage', () => {
  const shared = 'this sentence is in both of the chunks. ';

  test('what neighbours repeat is taken from them, never from the cited chunk', () => {
    const chunks = [
      { chunk_id: '1', text: `before ${shared}` },
      { chunk_id: '2', text: `${shared}cited ${shared}` },
      { chunk_id: '3', text: `${shared}after` },
    ];
    expect(withoutOverlap(chunks, '2').map((chunk) => chunk.text)).toEqual([
      'before',
      `${shared}cited ${shared}`,
      'after',
    ]);
  });

  test('chunks that share nothing stay as they are', () => {
    const chunks = [
      { chunk_id: '1', text: 'one' },
      { chunk_id: '2', text: 'two' },
    ];
    expect(withoutOverlap(chunks, '1')).toEqual(chunks);
  });
});

describe('suggested questions', () => {
  test('come from headings and lines that are questions, each once', () => {
    const chunks = [
      { heading: 'Guide › Can I cancel?', text: 'Yes.\nAre pets allowed?\nDogs are.' },
      {
        heading: 'Guide › Can I cancel?',
        text: 'Why? Because. And is that all of it, really, or is there more to say?',
      },
      { heading: null, text: `${'Very '.repeat(30)}long?` },
    ];
    expect(questionsAmong(chunks)).toEqual(['Can I cancel?', 'Are pets allowed?']);
  });
});
