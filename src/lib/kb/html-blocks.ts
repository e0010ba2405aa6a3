/** Turns an HTML tree into blocks in reading order, without recursion, so that no depth of nesting can break it. */

import { type AnyNode, type Element, isText } from 'domhandler';
import { INLINE, isElement, isFurniture, isSilent, textOf, walk } from '#lib/kb/html-nodes.ts';
import { isLayoutTable, tableToLines } from '#lib/kb/html-tables.ts';
import { type Block, type BlockKind, createHeadingTrail } from '#lib/kb/parsed-document.ts';

const HEADING = /^h([1-6])$/u;
/** A question that unfolds its answer is a heading below all others. */
const SUMMARY_LEVEL = 7;
const SECTIONING = new Set(['article', 'main', 'section', 'li', 'td']);

/** `sizes` (characters under each node) turns the removal of page furniture on. */
export function readHtmlBlocks(root: AnyNode, sizes: Map<AnyNode, number> | null): Block[] {
  const blocks: Block[] = [];
  const trail = createHeadingTrail();
  const pageChars = sizes?.get(root) ?? 0;
  let inline: string[] = [];
  let listLines: string[] = [];
  const lists: { ordered: boolean; next: number }[] = [];
  let marker: string | null = null;
  let sections = 0;
  let preformatted = 0;
  /** The term of a definition list that waits for its definition. */
  let term: string | null = null;
  let prefix = '';

  const push = (text: string, kind: BlockKind) => {
    if (text !== '') blocks.push({ text, page: null, heading: trail.path(), kind });
  };
  /** Ends the line that is being collected. */
  const endLine = () => {
    const raw = inline.join('');
    inline = [];
    const plain = preformatted > 0 ? raw.replace(/^\n+/u, '').trimEnd() : tidy(raw);
    if (plain.trim() === '') return;
    const text = prefix + plain;
    prefix = '';
    if (lists.length === 0) return push(text, 'paragraph');
    if (marker !== null) listLines.push(`${'  '.repeat(lists.length - 1)}${marker}${text}`);
    else if (listLines.length > 0) listLines.push(`${'  '.repeat(lists.length)}${text}`);
    else push(text, 'paragraph');
    marker = null;
  };
  const endList = () => {
    push(listLines.join('\n'), 'list');
    listLines = [];
  };
  const enterHeading = (level: number, node: Element) => {
    endLine();
    endList();
    marker = null;
    const text = textOf(node);
    if (text === '') return;
    trail.enter(level, text);
    push(text, 'heading');
  };

  /** Handles an element's start; false keeps the walk out of it. */
  const open = (node: Element): boolean => {
    const { name } = node;
    if (isSilent(node)) return false;
    if (sizes !== null && isFurniture(node, sizes.get(node) ?? 0, pageChars)) return false;
    if (sizes !== null && sections === 0 && (name === 'header' || name === 'footer'))
      return keepFromEdge(node);
    const level = HEADING.exec(name)?.[1];
    if (level !== undefined || name === 'summary') {
      enterHeading(level === undefined ? SUMMARY_LEVEL : Number(level), node);
      return false;
    }
    if (name === 'table' && !isLayoutTable(node)) {
      endLine();
      endList();
      for (const caption of node.children) {
        if (isElement(caption) && caption.name === 'caption') push(textOf(caption), 'paragraph');
      }
      for (const line of tableToLines(node)) push(line, 'table');
      return false;
    }
    if (name === 'dt') {
      endTerm(textOf(node));
      return false;
    }
    if (name === 'br' || name === 'hr') inline.push('\n');
    else if (!INLINE.has(name)) openBlock(node);
    return true;
  };
  const openBlock = (node: Element) => {
    endLine();
    if (SECTIONING.has(node.name)) sections++;
    if (node.name === 'pre') preformatted++;
    if (node.name === 'ul' || node.name === 'ol')
      lists.push({ ordered: node.name === 'ol', next: startOf(node) });
    const list = lists.at(-1);
    if (node.name === 'li' && list !== undefined) marker = list.ordered ? `${list.next++}. ` : '- ';
    if (node.name === 'dd' && term !== null) {
      prefix = `${term.replace(/:$/u, '')}: `;
      term = null;
    }
  };
  /** A term without a definition is a line of its own. */
  const endTerm = (next: string | null) => {
    endLine();
    if (term !== null) push(term, 'paragraph');
    term = next;
  };
  const close = (node: Element) => {
    const { name } = node;
    if (name === 'a') inline.push(contactOf(node));
    if (INLINE.has(name) || name === 'br' || name === 'hr') return;
    if (name === 'td' || name === 'th') inline.push(' ');
    endLine();
    if (SECTIONING.has(name)) sections--;
    if (name === 'pre') preformatted--;
    if (name === 'dl') endTerm(null);
    if (name === 'details') trail.leave(SUMMARY_LEVEL);
    if (name === 'ul' || name === 'ol') {
      lists.pop();
      if (lists.length === 0) endList();
    }
  };
  /** Of a page's header its main heading stays, of its footer the postal address. */
  const keepFromEdge = (node: Element): boolean => {
    endLine();
    walk(node, (inner) => {
      if (node.name === 'header' && inner.name === 'h1') enterHeading(1, inner);
      else if (node.name === 'footer' && inner.name === 'address') push(textOf(inner), 'paragraph');
      else return !isSilent(inner);
      return false;
    });
    return false;
  };

  const stack: { node: AnyNode; closing: boolean }[] = [{ node: root, closing: false }];
  while (stack.length > 0) {
    const { node, closing } = stack.pop()!;
    if (isText(node)) inline.push(preformatted > 0 ? node.data : node.data.replace(/\s+/gu, ' '));
    else if (closing) close(node as Element);
    else if (!isElement(node) || open(node)) {
      if (isElement(node)) stack.push({ node, closing: true });
      if (!('children' in node)) continue;
      for (let i = node.children.length - 1; i >= 0; i--)
        stack.push({ node: node.children[i]!, closing: false });
    }
  }
  endLine();
  endList();
  return blocks;
}

/** Collapses white space; the line ends left here are those of `<br>`. */
function tidy(raw: string): string {
  return raw
    .split('\n')
    .map((line) => line.replace(/\s+/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** The address behind `<a href="mailto:…">write to us</a>`, where the text does not say it. */
function contactOf(node: Element): string {
  const match = /^(?:mailto|tel):([^?]{3,100})/iu.exec(node.attribs.href ?? '');
  if (match === null) return '';
  const contact = match[1]!.trim();
  const shown = textOf(node).replace(/[\s().-]/gu, '');
  return shown.includes(contact.replace(/[\s().-]/gu, '')) || shown === '' ? '' : ` (${contact})`;
}

function startOf(list: Element): number {
  const start = Number.parseInt(list.attribs.start ?? '1', 10);
  return Number.isFinite(start) ? start : 1;
}
