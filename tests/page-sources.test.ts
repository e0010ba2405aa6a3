/** The list of sources stays true in whatever order lists, events and answers to uploads come. */
import { expect, test } from 'vitest';
import type { Source } from '#lib/contracts/kb.ts';
import { PAGE_SIZE_MAX } from '#lib/core/limits.ts';
import { merged, withFirstPage } from '#ui/kb/merge-sources.ts';

const source = (id: string, status: Source['status'] = 'ready'): Source => ({
  source_id: id,
  kind: 'file',
  name: `${id}.txt`,
  title: null,
  url: null,
  bytes: 1,
  status,
  progress_percent: 0,
  error: null,
  chunks: 0,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
});
const ids = (sources: Source[]) => sources.map(({ source_id, status }) => `${source_id} ${status}`);
const never = () => false;

test('a list asked for before a source was taken does not take it back', () => {
  const page = { sources: [source('b'), source('a')], next_cursor: null };
  const all = [source('c', 'queued'), source('b'), source('a')];
  expect(ids(withFirstPage(all, page, (id) => id === 'c'))).toEqual(['c queued', 'b ready', 'a ready']);
  expect(ids(withFirstPage(all, page, never))).toEqual(['b ready', 'a ready']);
});

test('a list read before the last event does not take back what the event said', () => {
  const event = { ...source('a', 'ready'), progress_percent: 100, chunks: 3 };
  const after = merged([source('a', 'ingesting')], event);
  const page = { sources: [source('a', 'ingesting')], next_cursor: null };
  expect(ids(withFirstPage(after, page, never))).toEqual(['a ready']);
});

test('pages loaded later stay behind the first one, and nothing is listed twice', () => {
  const first = Array.from({ length: PAGE_SIZE_MAX }, (_, index) => source(`s${index}`));
  const all = [...first, source('old')];
  const page = { sources: [source('new'), ...first.slice(0, -1)], next_cursor: 'more' };
  const shown = withFirstPage(all, page, (id) => id === 'new').map(({ source_id }) => source_id);
  expect(shown.at(0)).toBe('new');
  expect(shown.at(-1)).toBe('old');
  expect(new Set(shown).size).toBe(shown.length);
});
