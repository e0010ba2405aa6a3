/** Groups a document's blocks into sections: what stands under one heading, up to the next. */

import { type Block, HEADING_SEPARATOR, type ParsedDocument } from '#lib/kb/parsed-document.ts';

export interface Section {
  /** Heading path `A › B`, null above the first heading. */
  heading: string | null;
  /** Everything but the section's own heading, which the path holds. */
  blocks: Block[];
}

/** Sections in order; a heading with nothing under it stays as text, unless it heads the section that follows. */
export function toSections(document: ParsedDocument): Section[] {
  const sections: Section[] = [];
  let open: { section: Section; title: Block } | null = null;
  const close = (next: string | null) => {
    if (open === null || open.section.blocks.length > 0) return;
    if (isUnder(next, open.section.heading)) sections.pop();
    else open.section.blocks.push({ ...open.title, kind: 'paragraph' });
  };
  for (const block of document.blocks) {
    const last = sections.at(-1);
    if (block.kind === 'heading') {
      close(block.heading);
      open = { section: { heading: block.heading, blocks: [] }, title: block };
      sections.push(open.section);
    } else if (last !== undefined && last.heading === block.heading) {
      last.blocks.push(block);
    } else {
      close(block.heading);
      open = null;
      sections.push({ heading: block.heading, blocks: [block] });
    }
  }
  close(null);
  return sections;
}

export function isUnder(path: string | null, parent: string | null): boolean {
  return parent === null || path === parent || (path?.startsWith(parent + HEADING_SEPARATOR) ?? false);
}

/** `A › B` of `A › B › C`; null of `A`. */
export function parentOf(path: string | null): string | null {
  const at = path?.lastIndexOf(HEADING_SEPARATOR) ?? -1;
  return path === null || at < 0 ? null : path.slice(0, at);
}

/** `C` of `A › B › C`. */
export function lastOf(path: string): string {
  return path.slice((parentOf(path)?.length ?? -HEADING_SEPARATOR.length) + HEADING_SEPARATOR.length);
}
