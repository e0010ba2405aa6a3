/** Counts credentials that were refused, by kind; a request without one is not an attempt. */
import { isAppError } from '#lib/core/errors.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';

type Kind = 'tenant_token' | 'widget_token' | 'admin_token' | 'admin_login';

/** The same work, throwing the same. */
export function countRefusals<A extends unknown[], T>(
  telemetry: Telemetry,
  kind: Kind,
  work: (...input: A) => Promise<T>,
): (...input: A) => Promise<T> {
  return async (...input) => {
    try {
      return await work(...input);
    } catch (error) {
      if (isAppError(error) && error.code === 'unauthenticated')
        telemetry.count('frontdesk_auth_failures_total', { kind });
      if (isAppError(error) && error.code === 'origin_not_allowed')
        telemetry.count('frontdesk_auth_failures_total', { kind: 'origin' });
      throw error;
    }
  };
}
