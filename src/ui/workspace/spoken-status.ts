/** What became of a source, as it is said aloud. */
import type { Source } from '#lib/contracts/kb.ts';
import { plural } from '../words.ts';

export function spokenStatus(source: Source): string {
  if (source.status === 'ready') return `${source.name} is ready: ${plural(source.chunks, 'passage')}.`;
  return `${source.name} could not be read. ${source.error?.message ?? ''}`;
}
