/** Citation marks in streamed text: keeps `[n]` of passages that were given, drops invented ones. */

export interface CitationFilter {
  /** Text that may be shown now; a mark is held back until it is complete. */
  push(text: string): string;
  end(): string;
  /** Passage numbers cited so far, in order of first appearance. */
  readonly cited: readonly number[];
  /** How many marks were dropped so far. */
  readonly dropped: number;
}

/** `[12` at the end of a piece may still become a mark. */
const OPEN_MARK = /\s?\[\d{0,3}$/;
const MARK = /(\s?)\[(\d{1,3})\]/g;

/** `passages`: how many there are, or how to tell, where tools may find more. */
export function citationFilter(passages: number | (() => number)): CitationFilter {
  let held = '';
  const cited: number[] = [];
  let dropped = 0;

  function check(text: string): string {
    return text.replace(MARK, (mark, _space, digits: string) => {
      const n = Number(digits);
      const most = typeof passages === 'number' ? passages : passages();
      if (n < 1 || n > most) {
        dropped += 1;
        return '';
      }
      if (!cited.includes(n)) cited.push(n);
      return mark;
    });
  }
  return {
    cited,
    get dropped() {
      return dropped;
    },
    push(text) {
      const all = held + text;
      const open = OPEN_MARK.exec(all)?.index ?? (/\s$/.test(all) ? all.length - 1 : all.length);
      held = all.slice(open);
      return check(all.slice(0, open));
    },
    end() {
      const rest = check(held);
      held = '';
      return rest;
    },
  };
}
