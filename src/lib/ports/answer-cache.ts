/** A store of answers that may lose any of them at any time, and never fails who asks. Keys are `tenant:digest`. */

export interface AnswerCache {
  /** Values in the order of `keys`, null where there is none or the store cannot be asked in time. Never rejects. */
  read(keys: readonly string[]): Promise<(string | null)[]>;
  /** May drop the value; one that is too large is dropped. Never rejects. */
  write(key: string, value: string): Promise<void>;
  /** Drops all of a tenant's answers. Rejects when the store could not be told. */
  forget(tenantId: string): Promise<void>;
  /** Reads nothing and drops everything from then on; calling it again is harmless. */
  close(): Promise<void>;
}
