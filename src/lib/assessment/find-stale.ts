/** Finds passages that were true once: dates that have passed, in sentences that mean the present. Pure. */
import { splitSentences } from '#lib/rag/sentences.ts';

export interface StalePassage {
  sourceId: string;
  text: string;
  year: number;
}

/** A year this far back may still be the current edition. */
const STALE_AFTER_YEARS = 2;
const EARLIEST_YEAR = 2000;
const MEANS_NOW =
  /\b(?:prices?|rates?|fees?|tariffs?|valid|effective|updated|as of|until|by|season|schedule|timetable|hours|menu|list|catalogue|catalog|version|offer|sale|new|next|upcoming|coming|will|takes place|registration|rules|from|starting|copyright|holidays?|christmas|easter)\b/i;
const MEANS_HISTORY =
  /\b(?:since|founded|established|built|born|opened in|began in|history|graduated|admitted|practised|award(?:ed)?|won|licensed in|renovated|member since|merged|moved)\b/i;

/** At most `limit`, in the order of the sample. */
export function findStale(
  chunks: readonly { sourceId: string; text: string }[],
  now: Date,
  limit: number,
): StalePassage[] {
  const newestStale = now.getUTCFullYear() - STALE_AFTER_YEARS;
  const found: StalePassage[] = [];
  const said = new Set<string>();
  for (const { sourceId, text } of chunks) {
    for (const sentence of splitSentences(text)) {
      const years = [...sentence.text.matchAll(/(?<![\d.,€$£-])(20\d\d)(?![\d%]|[.,]\d)/g)].map(([year]) =>
        Number(year),
      );
      const latest = Math.max(...years);
      if (years.length === 0 || latest > newestStale || latest < EARLIEST_YEAR) continue;
      if (!MEANS_NOW.test(sentence.text) || MEANS_HISTORY.test(sentence.text)) continue;
      if (said.has(sentence.text)) continue;
      said.add(sentence.text);
      found.push({ sourceId, text: sentence.text, year: latest });
      if (found.length === limit) return found;
    }
  }
  return found;
}
