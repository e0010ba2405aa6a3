/** The conversation: asks, shows what comes, and keeps it while the visitor goes from page to page. */
import type { Client } from './client.ts';
import { element, icon } from './element.ts';
import { failure, isFailure } from './failure.ts';
import type { Store } from './storage.ts';
import { citedIn, newTurn, type Turn } from './turn.ts';
import { failureWords, type TurnView, turnView } from './turn-view.ts';
import type { Words } from './words.ts';

const TURNS_KEPT = 30;
const QUESTION_MAX_CHARS = '2000';
/** Of the input, which grows with its lines. */
const INPUT_MAX_PX = 132;
/** This near to the end, the newest words are followed. */
const NEAR_END_PX = 80;
const TURNS = 'turns';

export interface ChatOptions {
  client: Client;
  store: Store;
  words: Words;
  welcome: string;
  placeholder: string;
  /** False closes the input and says so. */
  available: boolean;
}

export interface Chat {
  parts: HTMLElement[];
  input: HTMLTextAreaElement;
  /** Forgets the conversation. */
  restart(): void;
  scrollToEnd(): void;
}

export function createChat({ client, store, words, welcome, placeholder, available }: ChatOptions): Chat {
  let turns = (store.get<Turn[]>(TURNS) ?? []).map(
    (turn): Turn => (turn.state === 'waiting' ? { ...turn, state: 'stopped' } : turn),
  );
  let running: AbortController | null = null;

  const status = element('div', { class: 'sr', role: 'status', 'aria-live': 'polite' });
  const log = element('div', {
    class: 'log',
    role: 'log',
    'aria-live': 'off',
    tabindex: '0',
    'aria-label': words.conversation,
  });
  const input = element('textarea', {
    rows: '1',
    maxlength: QUESTION_MAX_CHARS,
    'aria-label': words.question,
    placeholder,
    dir: 'auto',
    disabled: !available,
    oninput: () => grow(),
    onkeydown: (event) => {
      const { key, shiftKey, isComposing } = event as KeyboardEvent;
      if (key !== 'Enter' || shiftKey || isComposing) return;
      event.preventDefault();
      submit();
    },
  });
  const button = element('button', { type: 'submit', disabled: !available });
  const onsubmit = (event: Event) => {
    event.preventDefault();
    if (running) running.abort();
    else submit();
  };
  const composer = element('form', { class: 'composer', onsubmit }, input, button);

  const keep = () => store.set(TURNS, turns.slice(-TURNS_KEPT));
  const announce = (text: string) => {
    status.textContent = text;
  };
  const scrollToEnd = () => {
    log.scrollTop = log.scrollHeight;
  };
  const retry = (turn: Turn) => {
    if (running) return;
    const at = turns.indexOf(turn);
    const view = views.get(turn);
    if (at < 0 || !view) return;
    Object.assign(turn, newTurn(turn.question));
    input.focus();
    void run(turn, view);
  };
  const context = { client, words, announce, keep, retry };
  const views = new Map<Turn, TurnView>();

  function show(turn: Turn): TurnView {
    const view = turnView(turn, context);
    views.set(turn, view);
    log.append(view.article);
    return view;
  }

  function grow(): void {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight + 2, INPUT_MAX_PX)}px`;
  }

  function showButton(): void {
    const label = running ? words.stop : words.send;
    button.setAttribute('aria-label', label);
    button.title = label;
    button.replaceChildren(icon(running ? 'stop' : 'send'));
  }

  function submit(): void {
    const question = input.value.trim();
    if (question === '' || running || !available) return;
    input.value = '';
    grow();
    const turn = newTurn(question);
    turns.push(turn);
    const view = show(turn);
    void run(turn, view);
  }

  async function run(turn: Turn, view: TurnView): Promise<void> {
    const mine = new AbortController();
    running = mine;
    showButton();
    view.update();
    keep();
    scrollToEnd();
    announce(words.looking);
    try {
      const onText = (text: string) => {
        const follows = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
        turn.answer += text;
        view.update();
        if (follows) scrollToEnd();
      };
      const { answer, answered, mode, sources, request_id, actions } = await client.ask(
        turn.question,
        onText,
        mine.signal,
      );
      // People write no marks: what they point to stands below.
      const curated = mode === 'curated';
      const cited = curated ? new Set<number>() : citedIn(answer);
      const known = sources
        .filter(({ n }) => cited.has(n))
        .map(({ n, title, url, snippet }) => ({ n, title, url, snippet }));
      Object.assign(turn, {
        answer,
        answered,
        sources: known,
        link: curated ? (sources[0]?.url ?? null) : null,
        requestId: request_id,
        actions: actions ?? [],
        state: 'done',
      });
    } catch (error) {
      const { kind, retryAfter } = isFailure(error) ? error : failure('failed');
      Object.assign(turn, { state: kind, retryAfter });
    }
    // The conversation may have begun anew meanwhile.
    if (running !== mine) return;
    running = null;
    showButton();
    announce(turn.state === 'done' ? turn.answer : failureWords(turn, words));
    view.update();
    keep();
    scrollToEnd();
  }

  function restart(): void {
    running?.abort();
    running = null;
    showButton();
    turns = [];
    views.clear();
    keep();
    begin();
    announce('');
  }

  function begin(): void {
    log.replaceChildren(element('p', { class: 'said answer', dir: 'auto' }, welcome));
    if (!available) log.append(element('p', { class: 'notice', role: 'status' }, words.unavailable));
    for (const turn of turns) show(turn);
  }

  showButton();
  begin();
  return { parts: [log, composer, status], input, restart, scrollToEnd };
}
