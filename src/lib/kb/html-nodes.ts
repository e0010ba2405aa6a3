/** Walks HTML trees of any depth without recursion, and tells content from page furniture. */

import { type AnyNode, type Element, isTag, isText } from 'domhandler';

const SILENT = new Set(
  (
    'script style noscript template svg canvas iframe object embed audio video map head ' +
    'button select input textarea datalist progress meter'
  ).split(' '),
);
const FURNITURE_TAGS = new Set(['nav', 'aside', 'dialog', 'menu']);
const FURNITURE_ROLES = new Set(
  'navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar'.split(' '),
);
const FURNITURE_NAMES =
  /(?:^|[\s_-])(?:cookies?|consent|gdpr|ccpa|breadcrumbs?|navbar|skip-?(?:link|to|nav)[\w-]*|social-?(?:share|links)|share-?(?:buttons|bar)|newsletter|pagination|adverts?|advertisement)(?:[\s_-]|$)/iu;
/** `<div class="cookie-ready">` around the whole page is no cookie banner. */
const FURNITURE_MAX_SHARE = 0.5;
/** Hidden texts this short are icons; longer ones are closed accordions and tabs, which hold answers. */
const HIDDEN_ICON_MAX_CHARS = 40;

export function isElement(node: AnyNode | null | undefined): node is Element {
  return node !== null && node !== undefined && isTag(node);
}

export function childrenOf(node: Element): Element[] {
  return node.children.filter(isElement);
}

/** Whether an element never holds text for a reader. */
export function isSilent(node: Element): boolean {
  return SILENT.has(node.name);
}

/** Elements in document order; a visitor returning false keeps the walk out of that element. */
export function walk(root: AnyNode, visit: (node: Element) => boolean): void {
  const stack: AnyNode[] = [root];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (isElement(node) && !visit(node)) continue;
    if ('children' in node) for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i]!);
  }
}

/** The readable text of an element on one line; breaks and inner blocks become spaces. */
export function textOf(root: AnyNode): string {
  const parts: string[] = [];
  const stack: AnyNode[] = [root];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (isText(node)) parts.push(node.data);
    else if (isElement(node)) {
      if (isSilent(node)) continue;
      if (!INLINE.has(node.name)) parts.push(' ');
      for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i]!);
    }
  }
  return parts.join('').replace(/\s+/gu, ' ').trim();
}

/** Elements that do not break a line. */
export const INLINE = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small span strike ' +
    'strong sub sup time tt u var wbr'
  ).split(' '),
);

/** Characters of readable text under every element. */
export function measureText(root: AnyNode): Map<AnyNode, number> {
  const sizes = new Map<AnyNode, number>();
  const order: AnyNode[] = [];
  const stack: AnyNode[] = [root];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (isText(node)) sizes.set(node, node.data.trim().length);
    else if ('children' in node && !(isElement(node) && isSilent(node))) {
      order.push(node);
      for (const child of node.children) stack.push(child);
    }
  }
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]!;
    let sum = 0;
    if ('children' in node) for (const child of node.children) sum += sizes.get(child) ?? 0;
    sizes.set(node, sum);
  }
  return sizes;
}

/** Whether an element is navigation, a banner, an advertisement or the like, judged by tag, role and names. */
export function isFurniture(node: Element, chars: number, pageChars: number): boolean {
  const { name, attribs } = node;
  if (name === 'body' || name === 'html' || name === 'main' || name === 'article') return false;
  const hidden = 'hidden' in attribs || attribs['aria-hidden'] === 'true';
  if (hidden && chars <= HIDDEN_ICON_MAX_CHARS) return true;
  if (chars > pageChars * FURNITURE_MAX_SHARE) return false;
  if (FURNITURE_TAGS.has(name) || name === 'form') return true;
  if (attribs.role !== undefined && FURNITURE_ROLES.has(attribs.role)) return true;
  return FURNITURE_NAMES.test(attribs.class ?? '') || FURNITURE_NAMES.test(attribs.id ?? '');
}
