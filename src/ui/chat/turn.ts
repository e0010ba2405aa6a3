/** One question and what has come back for it, and how stream events change it. */
import type { AskResult, Citation } from '#lib/contracts/ask.ts';
import type { ProblemError } from '../api-client.ts';

export interface Turn {
  id: string;
  question: string;
  state: 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';
  text: string;
  sources: Citation[];
  result: AskResult | null;
  problem: ProblemError | null;
  rating: 'up' | 'down' | null;
}

export function newTurn(question: string): Turn {
  return {
    id: crypto.randomUUID(),
    question,
    state: 'waiting',
    text: '',
    sources: [],
    result: null,
    problem: null,
    rating: null,
  };
}

export function isRunning(turn: Turn | undefined): boolean {
  return turn?.state === 'waiting' || turn?.state === 'streaming';
}

/** The finished answer replaces what was streamed: the two are the same unless the server corrected itself. */
export function finished(turn: Turn, result: AskResult): Turn {
  return { ...turn, state: 'done', text: result.answer, sources: result.sources, result };
}
