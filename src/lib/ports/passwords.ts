/** Keeps passwords so that nobody who reads the database can tell them, and says whether a given one is right. */

export interface PasswordHash {
  hash: string;
  /** How the password was prepared, and with which key. */
  scheme: string;
}

export interface Passwords {
  /** Errors: `database_busy` when too many wait for their turn. */
  hash(password: string): Promise<PasswordHash>;
  /**
   * Takes as long for null, which no password fits, as for a real one.
   * Errors: `database_busy` when too many wait for their turn.
   */
  verify(password: string, stored: PasswordHash | null): Promise<boolean>;
  /** Whether today's cost and key would make another hash of the same password. */
  outdated(stored: PasswordHash): boolean;
}
