/** The public admin API as the console uses it: with the session's cookie, and a header that no foreign page can add. */
import { isAbort, offlineError, problemFrom } from '../api-client.ts';

export interface AdminRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
}

export interface AdminApi {
  /** The JSON of the answer; `undefined` for 204. Throws ProblemError. */
  request: <T>(path: string, options?: AdminRequest) => Promise<T>;
}

export function createAdminApi(onLoggedOut: () => void = () => {}): AdminApi {
  return {
    async request<T>(path: string, { method = 'GET', body, signal }: AdminRequest = {}): Promise<T> {
      let response: Response;
      try {
        response = await fetch(`/api/admin${path}`, {
          method,
          headers: {
            'x-requested-by': 'frontdesk-console',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          body: body === undefined ? null : JSON.stringify(body),
          signal: signal ?? null,
          cache: 'no-store',
          credentials: 'same-origin',
        });
      } catch (error) {
        throw isAbort(error) ? error : offlineError();
      }
      if (response.status === 204) return undefined as T;
      if (response.ok) return (await response.json()) as T;
      const problem = problemFrom(
        response.status,
        await response.text(),
        response.headers.get('retry-after'),
      );
      if (problem.code === 'unauthenticated') onLoggedOut();
      throw problem;
    },
  };
}
