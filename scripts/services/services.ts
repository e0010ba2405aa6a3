/** What the three services are to those who use them, wherever they come from. */

export interface Services {
  /** A direct connection as the owner of migrations: a superuser, but for servers named by the environment. */
  postgres: { url(database: string): string };
  /** A pooled connection in transaction mode, of the login `app` unless another is named. */
  pooler: { url(database: string, user?: string): string };
  redis: { url: string };
  /** Ends what was started, and removes its directory; leaves alone what was only found. */
  stop(): Promise<void>;
}

/** The same server, another database, and another login when given. */
export function withDatabase(url: string, database: string, user?: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  if (user !== undefined && user !== changed.username) {
    changed.username = user;
    changed.password = '';
  }
  return changed.href;
}
