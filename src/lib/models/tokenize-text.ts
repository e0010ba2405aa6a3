/** Turns a text into a model's token ids and, for BERT-style tokenizers, each token's place in that text. */

import { Tokenizer } from '@huggingface/tokenizers';

export interface Tokens {
  /** With the model's own start and end tokens; at most `maxTokens`. */
  ids: number[];
  /** UTF-16 offsets into the text, parallel to `ids`; start and end tokens and unplaced tokens are -1. */
  starts: Int32Array;
  ends: Int32Array;
}

export interface TextTokenizer {
  /** Whether tokens carry offsets; without them spans cannot be pooled. */
  readonly hasOffsets: boolean;
  /** Cuts at `maxTokens`, start and end tokens included. Time is linear in the text. */
  tokenize(text: string, maxTokens: number): Tokens;
}

/** What is used of the library's parts; its own declarations do not resolve under Node's module rules. */
interface BertParts {
  normalizer: { normalize(text: string): string };
  pre_tokenizer: { pre_tokenize_text(text: string): string[] };
  model: {
    encode(words: string[]): string[];
    tokens_to_ids: Map<string, number>;
    unk_token_id?: number;
  };
}

/** Runs of characters that BERT's normaliser does not turn into a space: words can be normalised one by one. */
const SOURCE_WORD = /[^\t\n\r\p{Z}]+/gu;
const PLAIN_WORD = /^[\x21-\x7e]+$/;
const CONTINUATION = '##';
const CHARACTER_LENGTHS_MAX = 8_192;

/** Reads the contents of a Hugging Face `tokenizer.json` and `tokenizer_config.json`. */
export function textTokenizer(tokenizerJson: unknown, tokenizerConfig: unknown): TextTokenizer {
  const tokenizer = new Tokenizer(tokenizerJson as object, tokenizerConfig as object);
  const edges = tokenizer.encode('').ids;
  if (isBertStyle(tokenizerJson, tokenizerConfig) && edges.length === 2) {
    return bertTokenizer(tokenizer, edges[0]!, edges[1]!);
  }
  return { hasOffsets: false, tokenize: (text, maxTokens) => withoutOffsets(tokenizer, text, maxTokens) };
}

function isBertStyle(tokenizerJson: unknown, tokenizerConfig: unknown): boolean {
  const json = tokenizerJson as Record<string, { type?: string; continuing_subword_prefix?: string } | null>;
  const config = tokenizerConfig as { remove_space?: boolean; do_lowercase_and_remove_accent?: boolean };
  return (
    json.normalizer?.type === 'BertNormalizer' &&
    json.pre_tokenizer?.type === 'BertPreTokenizer' &&
    json.model?.type === 'WordPiece' &&
    (json.model.continuing_subword_prefix ?? CONTINUATION) === CONTINUATION &&
    !config.remove_space &&
    !config.do_lowercase_and_remove_accent
  );
}

function withoutOffsets(tokenizer: Tokenizer, text: string, maxTokens: number): Tokens {
  const all = tokenizer.encode(text).ids;
  // The last token closes the sequence and stays.
  const ids = all.length <= maxTokens ? all : [...all.slice(0, maxTokens - 1), all[all.length - 1]!];
  return { ids, starts: new Int32Array(ids.length).fill(-1), ends: new Int32Array(ids.length).fill(-1) };
}

/**
 * The same ids as the library's `encode` (a property test compares them), found word by word so that every
 * word piece can be placed. The library gives no offsets. One difference is meant: the words `[SEP]` or
 * `[CLS]` inside a text stay words and never become control tokens.
 */
function bertTokenizer(tokenizer: Tokenizer, startId: number, endId: number): TextTokenizer {
  const { normalizer, pre_tokenizer: preTokenizer, model } = tokenizer as unknown as BertParts;
  const unknownId = model.unk_token_id ?? 0;
  const characterLengths = new Map<string, number>();

  function normalisedLength(character: string): number {
    let length = characterLengths.get(character);
    if (length === undefined) {
      length = normalizer.normalize(character).length;
      if (characterLengths.size < CHARACTER_LENGTHS_MAX) characterLengths.set(character, length);
    }
    return length;
  }

  /** Source offset of each unit of the normalised word, or undefined when characters changed each other. */
  function sourceOffsets(
    word: string,
    normalised: string,
  ): { starts: Int32Array; ends: Int32Array } | undefined {
    const starts = new Int32Array(normalised.length);
    const ends = new Int32Array(normalised.length);
    let source = 0;
    let target = 0;
    for (const character of word) {
      const stop = target + normalisedLength(character);
      if (stop > normalised.length) return undefined;
      starts.fill(source, target, stop);
      source += character.length;
      ends.fill(source, target, stop);
      target = stop;
    }
    return target === normalised.length ? { starts, ends } : undefined;
  }

  return {
    hasOffsets: true,
    tokenize(text, maxTokens) {
      const ids = [startId];
      const starts = [-1];
      const ends = [-1];
      const room = () => ids.length < maxTokens - 1;

      function place(word: string, wordStart: number) {
        const plain = PLAIN_WORD.test(word);
        const normalised = normalizer.normalize(word);
        const offsets = plain ? undefined : sourceOffsets(word, normalised);
        let cursor = 0;
        for (const piece of preTokenizer.pre_tokenize_text(normalised)) {
          cursor = normalised.indexOf(piece, cursor);
          const pieceEnd = cursor + piece.length;
          const tokens = model.encode([piece]);
          for (const [index, token] of tokens.entries()) {
            if (!room()) return;
            const id = model.tokens_to_ids.get(token) ?? unknownId;
            const width = index > 0 ? token.length - CONTINUATION.length : token.length;
            const stop = tokens.length === 1 ? pieceEnd : cursor + width;
            ids.push(id);
            if (plain) {
              starts.push(wordStart + cursor);
              ends.push(wordStart + stop);
            } else {
              starts.push(wordStart + (offsets?.starts[cursor] ?? 0));
              ends.push(wordStart + (offsets?.ends[stop - 1] ?? word.length));
            }
            cursor = stop;
          }
        }
      }

      for (const match of text.matchAll(SOURCE_WORD)) {
        if (!room()) break;
        place(match[0], match.index);
      }
      ids.push(endId);
      starts.push(-1);
      ends.push(-1);
      return { ids, starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
    },
  };
}
