/** A store of answers by key that may lose any of them at any time, and never fails the caller. */

export interface AnswerCache {
  /** Values in the order of `keys`, null where there is none or the store cannot be asked in time. Never rejects. */
  read(keys: readonly string[]): Promise<(string | null)[]>;
  /** May drop the value; one that is too large is dropped. Never rejects. */
  write(key: string, value: string): Promise<void>;
  /** Reads nothing and drops everything from then on; calling it again is harmless. */
  close(): Promise<void>;
}
