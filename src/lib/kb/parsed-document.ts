/** What every parser returns: the text of a document as ordered blocks that know their page and heading path. */

export const BLOCK_KINDS = ['heading', 'paragraph', 'list', 'table'] as const;

export type BlockKind = (typeof BLOCK_KINDS)[number];

export interface Block {
  /** Plain text; lists and tables hold one item or row a line. Never empty. */
  text: string;
  /** 1-based page, where the format has pages. */
  page: number | null;
  /** Heading path `A › B`; a heading block's own path ends with its text. */
  heading: string | null;
  kind: BlockKind;
}

export interface ParsedDocument {
  title: string | null;
  blocks: Block[];
}

export const HEADING_SEPARATOR = ' › ';

/** Longest heading kept in a path, in characters: what is longer is cut, never refused. */
const HEADING_MAX_CHARS = 200;

export interface HeadingTrail {
  /** Opens a heading of level 1 (highest) and below, closing those at or under that level; returns its path. */
  enter(level: number, text: string): string;
  /** Closes headings at or under this level. */
  leave(level: number): void;
  path(): string | null;
  level(): number;
}

/** Keeps the path of the headings that are open at one place of a document. */
export function createHeadingTrail(): HeadingTrail {
  let open: { level: number; text: string }[] = [];
  const path = () => (open.length === 0 ? null : open.map((h) => h.text).join(HEADING_SEPARATOR));
  const leave = (level: number) => {
    open = open.filter((heading) => heading.level < level);
  };
  return {
    enter(level, text) {
      leave(level);
      open.push({ level, text: text.replace(/\s+/gu, ' ').trim().slice(0, HEADING_MAX_CHARS) });
      return path() ?? '';
    },
    leave,
    path,
    level: () => open.at(-1)?.level ?? 0,
  };
}
