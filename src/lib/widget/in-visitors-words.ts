/** Tells a visitor what fails without telling of the business's plan and set-up. */
import { AppError, type ErrorCode, isAppError } from '#lib/core/errors.ts';

const THE_TENANTS_OWN: ReadonlySet<ErrorCode> = new Set([
  'trial_expired',
  'quota_exceeded',
  'reembed_required',
]);

/** The same code, in one polite sentence. */
export function inVisitorsWords(error: unknown): unknown {
  if (!isAppError(error) || !THE_TENANTS_OWN.has(error.code)) return error;
  return new AppError(error.code, 'The assistant is not available at the moment.', {
    cause: error,
    internal: error.message,
  });
}
