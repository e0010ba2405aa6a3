/** Markdown (GFM) as blocks: rendered to HTML and read by the HTML walker, so that headings, lists and tables stay. */

import { marked } from 'marked';
import { decodeText } from '#lib/kb/decode-text.ts';
import { normalizeText } from '#lib/kb/normalize-text.ts';
import { htmlToDocument } from '#lib/kb/parse-html.ts';
import type { ParsedDocument } from '#lib/kb/parsed-document.ts';

const FRONT_MATTER = /^---[^\S\n]*\n([\s\S]{0,20000}?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|$)/u;

export async function parseMarkdown(bytes: Uint8Array): Promise<ParsedDocument> {
  const text = normalizeText(await decodeText(bytes));
  const frontMatter = FRONT_MATTER.exec(text);
  const body = frontMatter === null ? text : text.slice(frontMatter[0].length);
  const html = marked.parse(body, { async: false, gfm: true });
  const document = htmlToDocument(html, 'fragment');
  if (frontMatter === null) return document;
  const description = field(frontMatter[1]!, 'description') ?? field(frontMatter[1]!, 'summary');
  const blocks = document.blocks;
  if (description !== null)
    blocks.unshift({ text: description, page: null, heading: null, kind: 'paragraph' });
  return { title: field(frontMatter[1]!, 'title') ?? document.title, blocks };
}

/** A one-line `name: value` of the front matter; the rest of YAML is metadata nobody asks about. */
function field(frontMatter: string, name: string): string | null {
  const line = frontMatter.split('\n').find((candidate) => candidate.startsWith(`${name}:`));
  const value = line?.slice(name.length + 1).trim() ?? '';
  if (value === '' || value === '|' || value === '>') return null;
  return /^(["']).*\1$/u.test(value) ? value.slice(1, -1) : value;
}
