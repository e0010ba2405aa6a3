/** Words around a number tell what it is. */

const LABEL_MAX_CHARS = 40;

/** Whether the words just before say so. */
export function labelBefore(text: string, start: number, label: RegExp): boolean {
  return label.test(text.slice(Math.max(0, start - LABEL_MAX_CHARS), start));
}

export function labelAfter(text: string, end: number, label: RegExp): boolean {
  return label.test(text.slice(end, end + LABEL_MAX_CHARS));
}

/** All places of a label in a text, looked up once; `last` tells the nearest before a place, in the same sentence, or -1. */
export function labelsOf(text: string, label: RegExp): { last(before: number): number } {
  const places = [...text.matchAll(label)].map(({ index }) => index);
  return {
    last(before) {
      let low = 0;
      let high = places.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (places[middle]! < before) low = middle + 1;
        else high = middle;
      }
      const place = places[low - 1] ?? -1;
      if (place < 0 || place < before - LABEL_MAX_CHARS) return -1;
      return /\n|[?!] /.test(text.slice(place, before)) ? -1 : place;
    },
  };
}
