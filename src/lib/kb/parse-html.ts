/** HTML pages as blocks: the content with its headings, lists and tables, without navigation, banners and scripts. */

import { type AnyNode, DomHandler } from 'domhandler';
import { Parser } from 'htmlparser2';
import { AppError } from '#lib/core/errors.ts';
import { HTML_MAX_DEPTH } from '#lib/core/limits.ts';
import { decodeText } from '#lib/kb/decode-text.ts';
import { readHtmlBlocks } from '#lib/kb/html-blocks.ts';
import { isElement, measureText, textOf, walk } from '#lib/kb/html-nodes.ts';
import type { ParsedDocument } from '#lib/kb/parsed-document.ts';

/** `<main>` or the only `<article>` is taken as the page when it holds this share of its text. */
const MAIN_MIN_SHARE = 0.3;

export async function parseHtml(bytes: Uint8Array): Promise<ParsedDocument> {
  return htmlToDocument(await decodeText(bytes, declaredCharset(bytes)), 'page');
}

/** `page` drops what surrounds the content of a web page; `fragment` keeps everything (Word, Markdown). Linear time. Throws `file_corrupt` for elements nested deeper than HTML_MAX_DEPTH. */
export function htmlToDocument(html: string, kind: 'page' | 'fragment'): ParsedDocument {
  const root = parseTree(html);
  const sizes = measureText(root);
  const content = kind === 'page' ? contentRoot(root, sizes) : root;
  const blocks = readHtmlBlocks(content, kind === 'page' ? sizes : null);
  const firstHeading = blocks.find((block) => block.kind === 'heading')?.text ?? null;
  return { title: (kind === 'page' ? pageTitle(root) : null) ?? firstHeading, blocks };
}

/** Keeps count of the open elements: every tag costs the parser time in proportion to them. */
class BoundedDomHandler extends DomHandler {
  override onopentag(name: string, attribs: Record<string, string>): void {
    super.onopentag(name, attribs);
    if (this.tagStack.length > HTML_MAX_DEPTH) {
      throw new AppError('file_corrupt', 'This page cannot be read: its elements are nested too deeply.');
    }
  }
}

/** The page as a tree. The parser is the one under cheerio, taken directly for the bound on depth. */
function parseTree(html: string): AnyNode {
  const handler = new BoundedDomHandler();
  new Parser(handler).end(html);
  return handler.root;
}

/** `<meta charset>`, `<meta http-equiv content="…charset=…">` or the XML declaration, in the first 2 kB. */
function declaredCharset(bytes: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 2048));
  return /(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{2,40})/iu.exec(start)?.[1] ?? null;
}

function pageTitle(root: AnyNode): string | null {
  let title: string | null = null;
  walk(root, (node) => {
    if (node.name === 'title') title ??= textOf(node);
    // A picture's title is not the page's.
    return title === null && node.name !== 'svg' && node.name !== 'body';
  });
  return title === '' ? null : title;
}

function contentRoot(root: AnyNode, sizes: Map<AnyNode, number>): AnyNode {
  const mains: AnyNode[] = [];
  const articles: AnyNode[] = [];
  walk(root, (node) => {
    if (node.name === 'main' || node.attribs.role === 'main') mains.push(node);
    else if (node.name === 'article') articles.push(node);
    return !mains.includes(node);
  });
  const candidate =
    mains.length === 1 ? mains[0] : mains.length === 0 && articles.length === 1 ? articles[0] : undefined;
  if (candidate === undefined || !isElement(candidate)) return root;
  return (sizes.get(candidate) ?? 0) >= (sizes.get(root) ?? 0) * MAIN_MIN_SHARE ? candidate : root;
}
