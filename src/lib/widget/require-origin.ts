/** Shows a widget on the pages its tenant names and on no others. */
import { AppError } from '#lib/core/errors.ts';

/** The same for an unknown key, a page that is not allowed, and no page at all: nobody learns which tenants there are. */
export function originNotAllowed(): AppError {
  return new AppError('origin_not_allowed', 'The assistant may not be used from this page.');
}

/** Errors: `origin_not_allowed`; `null`, which sandboxed pages and files send, is never a page of a tenant. */
export function requireOrigin(
  widget: { allowed_origins: readonly string[] } | null,
  origin: string | null,
): asserts widget {
  if (widget === null || origin === null || !widget.allowed_origins.includes(origin))
    throw originNotAllowed();
}
