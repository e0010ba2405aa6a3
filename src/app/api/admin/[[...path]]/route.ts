import { anyAdminPath } from '#lib/contracts/admin.ts';
import { AppError } from '#lib/core/errors.ts';
import { adminRoute } from '#runtime/endpoint.ts';

/** Whatever no other route answers: strangers get 403 here too, so that 404 and 405 tell them nothing. */
const refuse = adminRoute(anyAdminPath, async () => {
  throw new AppError('not_found', 'There is no such path in this API.');
});

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as POST,
  refuse as PUT,
};
