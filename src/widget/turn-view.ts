/** Shows one question and its answer: the answer as text, its citations as buttons, sources, votes and actions. */
import { actionForm } from './action-form.ts';
import type { Client } from './client.ts';
import { element, icon } from './element.ts';
import { citedIn, type Turn, webAddress } from './turn.ts';
import { fill, type Words } from './words.ts';

export interface TurnContext {
  client: Client;
  words: Words;
  announce(text: string): void;
  /** The turn has changed and is to be kept. */
  keep(): void;
  retry(turn: Turn): void;
}

export interface TurnView {
  article: HTMLElement;
  /** Shows the turn as it is now. */
  update(): void;
}

/** Where trying the same again makes sense. */
const MAY_RETRY: ReadonlySet<Turn['state']> = new Set(['offline', 'busy', 'failed', 'stopped']);

export function turnView(turn: Turn, context: TurnContext): TurnView {
  const { words } = context;
  const answer = element('div', { class: 'said answer', dir: 'auto' });
  const below = element('div', { class: 'below' });
  const question = element('div', { class: 'said question', dir: 'auto' }, turn.question);
  const article = element('article', { class: 'turn', 'aria-label': turn.question }, question, answer, below);

  function update(): void {
    article.dataset.state = turn.state;
    answer.hidden = turn.answer === '';
    if (turn.state === 'waiting') {
      answer.textContent = turn.answer;
      below.replaceChildren(
        ...(turn.answer === '' ? [element('p', { class: 'looking' }, words.looking)] : []),
      );
      return;
    }
    const sources = new Map<number, HTMLDetailsElement>();
    const list = sourceList(turn, words, sources);
    answer.replaceChildren(...answerParts(turn, words, (n) => openSource(sources.get(n))));
    below.replaceChildren(
      ...list,
      ...(turn.state === 'done' ? afterAnswer(turn, context) : failureText(turn, context)),
    );
  }
  update();
  return { article, update };
}

function openSource(details: HTMLDetailsElement | undefined): void {
  if (!details) return;
  details.open = true;
  details.querySelector('summary')?.focus();
  details.scrollIntoView({ block: 'nearest' });
}

/** `[n]` is a citation when source n is there; everything else stays the text it is. */
function answerParts(turn: Turn, words: Words, open: (n: number) => void): (Node | string)[] {
  const titles = new Map(turn.sources.map(({ n, title }) => [n, title]));
  return turn.answer.split(/\[(\d{1,3})\]/).map((part, index) => {
    if (index % 2 === 0) return part;
    const n = Number(part);
    const title = titles.get(n);
    if (title === undefined) return `[${part}]`;
    const label = fill(words.source, { n, title });
    return element(
      'button',
      { type: 'button', class: 'cite', 'aria-label': label, title, onclick: () => open(n) },
      part,
    );
  });
}

function sourceList(turn: Turn, words: Words, made: Map<number, HTMLDetailsElement>): HTMLElement[] {
  const cited = citedIn(turn.answer);
  const items = turn.sources
    .filter(({ n }) => cited.has(n))
    .map(({ n, title, url, snippet }) => {
      const address = webAddress(url);
      const passage = element('div', { class: 'passage', dir: 'auto' }, snippet);
      if (address !== null) passage.append(linkTo(address, words));
      const summary = element(
        'summary',
        {},
        element('b', {}, String(n)),
        element('span', { dir: 'auto' }, title),
      );
      const details = element('details', {}, summary, passage);
      made.set(n, details);
      return element('li', {}, details);
    });
  if (items.length === 0) return [];
  return [element('div', { class: 'label' }, words.sources), element('ol', { class: 'sources' }, ...items)];
}

function linkTo(address: string, words: Words): HTMLElement {
  const name = new URL(address).hostname;
  const link = { href: address, target: '_blank', rel: 'noopener noreferrer nofollow' };
  return element('a', link, name, element('span', { class: 'sr' }, ` (${words.newTab})`));
}

function afterAnswer(turn: Turn, context: TurnContext): HTMLElement[] {
  const { requestId } = turn;
  if (requestId === null) return [];
  const forms = turn.actions.map((action) => actionForm(action, { ...context, requestId }));
  const address = webAddress(turn.link ?? null);
  const link = address === null ? [] : [linkTo(address, context.words)];
  return [...link, ...forms, votes(turn, requestId, context)];
}

function votes(turn: Turn, requestId: string, { client, words, keep, announce }: TurnContext): HTMLElement {
  const thanks = element('span', {}, turn.rating === null ? '' : words.thanks);
  const buttons = (['up', 'down'] as const).map((rating) => {
    const label = rating === 'up' ? words.helped : words.notHelped;
    const props = { type: 'button', title: label, 'aria-label': label, onclick: () => void vote(rating) };
    const button = element('button', props, icon(rating));
    return { rating, button };
  });
  const show = () => {
    for (const { rating, button } of buttons)
      button.setAttribute('aria-pressed', String(turn.rating === rating));
  };
  async function vote(rating: 'up' | 'down'): Promise<void> {
    const before = turn.rating;
    turn.rating = rating;
    show();
    try {
      await client.giveFeedback(requestId, rating);
      thanks.textContent = words.thanks;
      announce(words.thanks);
    } catch {
      turn.rating = before;
      thanks.textContent = words.failed;
      announce(words.failed);
      show();
    }
    keep();
  }
  show();
  return element('div', { class: 'votes' }, ...buttons.map(({ button }) => button), thanks);
}

export function failureWords(turn: Turn, words: Words): string {
  if (turn.state === 'waiting' || turn.state === 'done') return '';
  if (turn.state === 'busy' && turn.retryAfter !== null) return fill(words.busyFor, { n: turn.retryAfter });
  return words[turn.state];
}

function failureText(turn: Turn, { words, retry }: TurnContext): HTMLElement[] {
  const text = element(
    'p',
    { class: turn.state === 'stopped' ? 'notice' : 'wrong' },
    failureWords(turn, words),
  );
  if (!MAY_RETRY.has(turn.state)) return [text];
  return [
    text,
    element('button', { type: 'button', class: 'plain', onclick: () => retry(turn) }, words.retry),
  ];
}
