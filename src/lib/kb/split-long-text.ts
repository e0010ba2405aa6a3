/** Cuts a text that is too long for one chunk at sentence ends, with a small overlap between the pieces. */

import {
  CHUNK_BLOCK_MAX_CHARS,
  CHUNK_OVERLAP_CHARS,
  CHUNK_TARGET_CHARS,
  CHUNK_WHOLE_MAX_CHARS,
} from '#lib/core/limits.ts';
import type { ParsedDocument } from '#lib/kb/parsed-document.ts';

/** Marks a sentence's end for the splitter; normalised text has no control characters. */
const SENTENCE_END = '\u001f';

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * Pieces of at most `maxChars` characters in order, each a verbatim run of the text, cut at paragraphs, lines,
 * sentences, words or, failing all, anywhere. Neighbours share up to CHUNK_OVERLAP_CHARS characters of whole parts.
 */
export async function splitLongText(text: string, maxChars: number): Promise<string[]> {
  const overlap = Math.min(CHUNK_OVERLAP_CHARS, Math.floor(maxChars / 4));
  const count = Math.ceil((text.length - overlap) / (maxChars - overlap * 1.5));
  // Only when it is needed: the package takes 0.3 s and 55 MB, which the server itself never pays.
  const { RecursiveCharacterTextSplitter } = await import('@langchain/textsplitters');
  const splitter = new RecursiveCharacterTextSplitter({
    // Even pieces instead of full ones and a crumb; half an overlap more is for sentences that do not fit.
    chunkSize: Math.min(maxChars, Math.ceil(text.length / count + overlap * 1.5)),
    chunkOverlap: overlap,
    separators: ['\n\n', '\n', SENTENCE_END, ' ', ''],
  });
  const marked = markSentences(text);
  const pieces = await splitter.splitText(marked);
  return pieces
    .map((piece) => piece.replaceAll(SENTENCE_END, '').trim().toWellFormed())
    .filter((piece) => piece !== '');
}

/** Short enough to stay one chunk, and on one page, so that its citation names the right one. */
export function fitsOneChunk({ blocks }: ParsedDocument): boolean {
  const total = blocks.reduce((sum, block) => sum + block.text.length + 2, 0);
  return total <= CHUNK_WHOLE_MAX_CHARS && blocks.every((block) => block.page === blocks[0]?.page);
}

/** Whether a block has to be cut; a document that fits one chunk is left whole. */
export function hasLongBlocks(document: ParsedDocument): boolean {
  return (
    !fitsOneChunk(document) && document.blocks.some((block) => block.text.length > CHUNK_BLOCK_MAX_CHARS)
  );
}

/** The document with every block that is too long for a chunk cut into several; the parser child does it. */
export async function splitLongBlocks(document: ParsedDocument): Promise<ParsedDocument> {
  if (!hasLongBlocks(document)) return document;
  const blocks: ParsedDocument['blocks'] = [];
  for (const block of document.blocks) {
    const long = block.text.length > CHUNK_BLOCK_MAX_CHARS;
    const parts = long ? await splitLongText(block.text, CHUNK_TARGET_CHARS) : [block.text];
    for (const text of parts) blocks.push({ ...block, text });
  }
  return { ...document, blocks };
}

/** Line by line: the segmenter takes every line end for the end of a sentence. */
function markSentences(text: string): string {
  return text
    .split('\n')
    .map((line) => [...sentences.segment(line)].map((part) => part.segment).join(SENTENCE_END))
    .join('\n');
}
