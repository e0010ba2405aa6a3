/** What the list of sources shows after a list or an event has come, in whatever order they come. */
import type { IngestionEvent, Source } from '#lib/contracts/kb.ts';
import { PAGE_SIZE_MAX } from '#lib/core/limits.ts';

export interface SourcePage {
  sources: Source[];
  next_cursor: string | null;
}

export function isSettled(source: Pick<Source, 'status'>): boolean {
  return source.status === 'ready' || source.status === 'failed';
}

/**
 * Pages loaded later stay, and sources taken since the list was asked for (`newer`); what else should have been on
 * the first page and is not is gone.
 */
export function withFirstPage(
  all: Source[],
  page: SourcePage,
  newer: (sourceId: string) => boolean,
): Source[] {
  const fresh = new Set(page.sources.map((source) => source.source_id));
  const missed = all.filter((source) => newer(source.source_id) && !fresh.has(source.source_id));
  const rest = page.next_cursor === null ? [] : all.slice(PAGE_SIZE_MAX);
  // A list read before the last event must not take back what the event said.
  const settled = new Map(all.filter(isSettled).map((source) => [source.source_id, source]));
  const first = page.sources.map((source) =>
    isSettled(source) ? source : (settled.get(source.source_id) ?? source),
  );
  const known = new Set([...fresh, ...missed.map((source) => source.source_id)]);
  return [...missed, ...first, ...rest.filter((source) => !known.has(source.source_id))];
}

export function merged(all: Source[], event: IngestionEvent): Source[] {
  return all.map((source) => (source.source_id === event.source_id ? { ...source, ...event } : source));
}
