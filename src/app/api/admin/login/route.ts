import { adminLoginRoute } from '#lib/contracts/admin.ts';
import { loginAnswer, loginRequest } from '#lib/middleware/admin-middleware.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(adminLoginRoute, async ({ app, caller, body, address, headers }) => {
  const request = loginRequest(app, headers, { requestId: caller.requestId, address });
  return loginAnswer(app, headers, await app.logInAdmin(request, body));
});
