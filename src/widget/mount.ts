/** Puts the assistant into a shadow root: a launcher, and the panel it opens, with the focus where it belongs. */
import type { WidgetConfig } from '#lib/contracts/widget.ts';
import { type Chat, createChat } from './chat.ts';
import type { Client } from './client.ts';
import { element, icon } from './element.ts';
import type { Store } from './storage.ts';
import { widgetStyles } from './styles.ts';
import { applyTheme } from './theme.ts';
import { wordsFor } from './words.ts';

export interface MountOptions {
  config: WidgetConfig;
  client: Client;
  /** For this tab: the conversation, and whether the panel is open. */
  store: Store;
  /** Open from the beginning, whatever the size, and without taking the focus. */
  startsOpen?: boolean;
}

export interface Widget {
  open(): void;
  close(): void;
  /** Shows other settings; the conversation stays. */
  update(config: WidgetConfig): void;
}

/** Where the panel fills the screen, as the style sheet says. */
const SMALL = '(max-width: 480px)';
const DARK = '(prefers-color-scheme: dark)';
const OPEN = 'open';
const FOCUSABLE =
  'button:not(:disabled), [href], input, textarea:not(:disabled), select, summary, [tabindex="0"]';

export function mountWidget(
  shadow: ShadowRoot,
  { config: first, client, store, startsOpen = false }: MountOptions,
): Widget {
  const [small, dark] = [matchMedia(SMALL), matchMedia(DARK)];
  // A preview fills its frame, but the page around the frame must stay in reach.
  const modal = () => small.matches && !startsOpen;
  const root = element('div', { class: 'fd' });
  let config = first;
  let isOpen = false;
  let chat: Chat;
  let panel: HTMLElement;
  let launcher: HTMLButtonElement;

  function build(): void {
    const { words, lang, dir } = wordsFor(config.locale);
    root.lang = lang;
    root.dir = dir;
    chat = createChat({
      client,
      store,
      words,
      welcome: config.welcome_message ?? words.welcome,
      placeholder: config.placeholder_text ?? words.placeholder,
      available: config.available,
    });
    const small = (label: string, name: 'fresh' | 'close', onclick: () => void) =>
      element('button', { type: 'button', 'aria-label': label, title: label, onclick }, icon(name));
    const restart = () => {
      chat.restart();
      chat.input.focus();
    };
    panel = element(
      'section',
      {
        class: 'panel',
        id: 'panel',
        role: 'dialog',
        'aria-label': config.display_name,
        hidden: !isOpen,
        onkeydown,
      },
      element(
        'header',
        { class: 'head' },
        element('h2', { dir: 'auto' }, config.display_name),
        small(words.fresh, 'fresh', restart),
        small(words.close, 'close', () => close()),
      ),
      ...chat.parts,
    );
    launcher = element('button', {
      type: 'button',
      class: 'launcher',
      'aria-controls': 'panel',
      onclick: () => (isOpen ? close() : open()),
    });
    root.replaceChildren(panel, launcher);
    applyTheme(root, config, dark.matches);
    show();
  }

  function show(): void {
    const { words } = wordsFor(config.locale);
    const label = isOpen ? words.close : words.open;
    panel.hidden = !isOpen;
    panel.setAttribute('aria-modal', String(modal()));
    root.toggleAttribute('data-open', isOpen);
    launcher.setAttribute('aria-expanded', String(isOpen));
    launcher.setAttribute('aria-label', `${label}: ${config.display_name}`);
    launcher.title = label;
    launcher.replaceChildren(icon(isOpen ? 'close' : 'chat'));
    if (isOpen) chat.scrollToEnd();
  }

  function setOpen(value: boolean): void {
    isOpen = value;
    store.set(OPEN, value);
    show();
  }

  function open(): void {
    if (!isOpen) setOpen(true);
    if (config.available) chat.input.focus();
    else panel.querySelector('button')?.focus();
  }

  function close(): void {
    if (!isOpen) return;
    const hadFocus = panel.contains(shadow.activeElement);
    setOpen(false);
    if (hadFocus) launcher.focus();
  }

  function onkeydown(event: Event): void {
    const { key, shiftKey } = event as KeyboardEvent;
    if (key === 'Escape') {
      event.stopPropagation();
      close();
    }
    // Beside the page the panel is a part of it; over the whole screen, focus must not go behind it.
    if (key !== 'Tab' || !modal()) return;
    const all = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
      (one) => one.offsetParent !== null,
    );
    const [start, end] = [all[0], all.at(-1)];
    const from = shadow.activeElement;
    if (shiftKey ? from === start : from === end) {
      event.preventDefault();
      (shiftKey ? end : start)?.focus();
    }
  }

  shadow.adoptedStyleSheets = [widgetStyles()];
  shadow.append(root);
  // A conversation goes on over pages, but nobody's new page is covered whole by it.
  isOpen = startsOpen || (store.get<boolean>(OPEN) === true && !small.matches);
  build();
  dark.addEventListener('change', () => applyTheme(root, config, dark.matches));
  small.addEventListener('change', show);

  return {
    open,
    close,
    update(next) {
      const words = ['locale', 'display_name', 'welcome_message', 'placeholder_text', 'available'] as const;
      const rebuilds = words.some((name) => next[name] !== config[name]);
      config = next;
      if (rebuilds) build();
      else applyTheme(root, config, dark.matches);
    },
  };
}
