/** One question and what became of it, as it is kept while a visitor goes from page to page. */
import type { Citation } from '#lib/contracts/ask.ts';
import type { FailureKind } from './failure.ts';

export interface ActionField {
  name: string;
  label: string;
  type: 'text' | 'email' | 'tel' | 'textarea' | 'date' | 'select' | 'number';
  required: boolean;
  options?: string[];
  value?: string;
}

/** Something the assistant can do beside answering, once the visitor says so. */
export interface Action {
  tool: string;
  title: string;
  reason: string;
  fields: ActionField[];
}

export type Source = Pick<Citation, 'n' | 'title' | 'url' | 'snippet'>;

export interface Turn {
  question: string;
  answer: string;
  state: 'waiting' | 'done' | FailureKind;
  answered: boolean;
  /** Those that the answer cites. */
  sources: Source[];
  /** Where an answer that people have written points to. */
  link?: string | null;
  actions: Action[];
  requestId: string | null;
  rating: 'up' | 'down' | null;
  retryAfter: number | null;
}

export function newTurn(question: string): Turn {
  return {
    question,
    answer: '',
    state: 'waiting',
    answered: false,
    sources: [],
    actions: [],
    requestId: null,
    rating: null,
    retryAfter: null,
  };
}

/** Numbers of `[n]` in an answer. */
export function citedIn(answer: string): Set<number> {
  return new Set([...answer.matchAll(/\[(\d{1,3})\]/g)].map(([, n]) => Number(n)));
}

/** Only addresses of the web, whatever a document says; null is shown as text alone. */
export function webAddress(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
