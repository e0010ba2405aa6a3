/** Makes elements from data: texts become text, never markup, and nothing is set that a page's CSP could refuse. */
type Props = Record<string, string | boolean | null | ((event: Event) => void)>;

/** `on…` adds a listener; true sets an empty attribute; false and null leave it out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, '');
    else if (typeof value === 'string') made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  chat: 'M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-4.6 4.1A.8.8 0 0 1 5 19.5V16a2.5 2.5 0 0 1-1-2z',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M5 12h13M12 5l7 7-7 7',
  stop: 'M7 7h10v10H7z',
  up: 'M7 11v9H4v-9zm0 0 4-8c1.4 0 2.4 1 2.4 2.4L13 9h5.5a1.9 1.9 0 0 1 1.9 2.2l-1.1 7A2.2 2.2 0 0 1 17 20H7',
  down: 'M17 13V4h3v9zm0 0-4 8c-1.4 0-2.4-1-2.4-2.4L11 15H5.5a1.9 1.9 0 0 1-1.9-2.2l1.1-7A2.2 2.2 0 0 1 7 4h10',
  fresh: 'M4 4v6h6M20 12a8 8 0 1 1-2.3-5.6L20 9',
} as const;
export type Icon = keyof typeof ICONS;

export function icon(name: Icon): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}
