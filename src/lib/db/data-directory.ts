/** Guards the embedded database's directory: one process at a time, because PGlite itself locks nothing. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '#lib/core/errors.ts';

/**
 * Takes the directory for this process and returns the release. The lock is SQLite's exclusive file lock:
 * the kernel drops it with the process, so `kill -9` leaves nothing stale and a reused pid fools nobody.
 * Errors: `conflict` when another process holds it.
 */
export function lockDataDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const lock = new DatabaseSync(join(directory, 'lock.sqlite'), { timeout: 0 });
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (cause) {
    lock.close();
    throw new AppError(
      'conflict',
      `Another Frontdesk process is already using the data directory ${directory}. ` +
        'Stop it first, or give this one its own directory with FRONTDESK_DATA_DIR.',
      { cause },
    );
  }
  return () => lock.close();
}
