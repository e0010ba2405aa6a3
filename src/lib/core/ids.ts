/** Mints ids: time-ordered UUIDs (RFC 9562 version 7). */
import { v7 } from 'uuid';

/** A new UUIDv7 in its canonical text form. */
export function newId(): string {
  return v7();
}
