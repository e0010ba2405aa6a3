/** Counts a request of the API by the template of its path, never by the path itself. */
import type { Telemetry } from '#lib/ports/telemetry.ts';

/** Whatever the API does not know. */
export const OTHER_ROUTE = 'other';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
type StatusClass = '1xx' | '2xx' | '3xx' | '4xx' | '5xx';

export function countRequest(
  telemetry: Telemetry,
  request: { route: string; method: string; status: number; startedAt: number },
): void {
  const { route, method, status, startedAt } = request;
  telemetry.observe(
    'frontdesk_http_request_duration_seconds',
    {
      route,
      method: METHODS.has(method) ? method : 'other',
      status_class: `${Math.floor(status / 100)}xx` as StatusClass,
    },
    (performance.now() - startedAt) / 1_000,
  );
}
