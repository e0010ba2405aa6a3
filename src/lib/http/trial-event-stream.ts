/** Follows a trial's events as server-sent events, from where the reader stopped last time. */
import { AppError } from '#lib/core/errors.ts';
import type { ServerSentEvent } from './event-stream.ts';

/** `Last-Event-ID`, or null for a first visit; throws `invalid_request` for anything that is not one of our ids. */
export function lastEventId(headers: Headers): number | null {
  const given = headers.get('last-event-id')?.trim() ?? '';
  if (given === '') return null;
  if (/^\d{1,15}$/.test(given)) return Number(given);
  throw new AppError('invalid_request', 'The Last-Event-ID is not one this stream gave.', {
    fields: [{ path: 'Last-Event-ID', message: 'Must be a number' }],
  });
}

/** A trial's events in wire form, each with its id so that the reader can resume. */
export async function* trialEventStream(
  events: AsyncIterable<{ id: number; type: string; data: unknown }>,
): AsyncGenerator<ServerSentEvent> {
  for await (const { id, type, data } of events) yield { id, event: type, data };
}
