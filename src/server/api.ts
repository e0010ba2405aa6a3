/** Routes `/api` requests to the route modules; unknown paths and wrong methods get their documented problems. */
import { Hono } from 'hono';
import { AppError } from '#lib/core/errors.ts';
import { countRequest, OTHER_ROUTE } from '#lib/http/count-request.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { requestIdOf } from '#lib/http/request-id.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { isCatchAll, type MountedRoute } from './route-table.ts';

export type Fetch = (request: Request) => Response | Promise<Response>;

/** HEAD comes with GET (RFC 9110 §9.3.2), OPTIONS with everything. */
function allowed({ methods }: MountedRoute): string {
  const names = Object.keys(methods);
  return [...names, ...(names.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}

export function createApi(
  table: readonly MountedRoute[],
  telemetry: Telemetry,
  onError: (error: unknown) => void,
): Fetch {
  const api = new Hono();
  /** Routes count themselves; this is for what is answered in their place. */
  const counted = (route: string, { method }: Request, response: Response) => {
    countRequest(telemetry, { route, method, status: response.status, startedAt: performance.now() });
    return response;
  };
  const catchAlls = table.filter(isCatchAll).map(({ path, methods }) => ({
    below: path.slice(0, -'{...path}'.length),
    answer: (request: Request) => methods.GET!(request, { params: Promise.resolve({}) }),
  }));
  for (const route of table.filter((one) => !isCatchAll(one))) {
    const path = route.path.replaceAll(/\{([^{}]+)\}/g, ':$1');
    for (const [method, handle] of Object.entries(route.methods)) {
      api.on(method, path, (c) => handle(c.req.raw, { params: Promise.resolve(c.req.param()) }));
    }
    const allow = allowed(route);
    // Where a catch-all decides who may know what is there, it is asked first.
    const guard = catchAlls.find(({ below }) => route.path.startsWith(below));
    const { options } = route;
    api.all(path, async (c) => {
      const refusal = await guard?.answer(c.req.raw);
      if (refusal && refusal.status !== 404) return refusal;
      if (c.req.method === 'OPTIONS') {
        if (options)
          return counted(route.path, c.req.raw, await options(c.req.raw, { params: Promise.resolve({}) }));
        return counted(route.path, c.req.raw, new Response(null, { status: 204, headers: { Allow: allow } }));
      }
      const wrongMethod = new AppError('method_not_allowed', `This path answers ${allow}.`);
      const requestId = requestIdOf(c.req.raw.headers);
      return counted(route.path, c.req.raw, problemResponse(wrongMethod, requestId, { Allow: allow }));
    });
  }
  for (const { below, answer } of catchAlls) api.all(`${below}*`, (c) => answer(c.req.raw));
  api.notFound((c) => {
    const unknown = new AppError('not_found', 'There is no such path in this API.');
    return counted(OTHER_ROUTE, c.req.raw, problemResponse(unknown, requestIdOf(c.req.raw.headers)));
  });
  api.onError((error, c) => {
    onError(error);
    return counted(OTHER_ROUTE, c.req.raw, problemResponse(error, requestIdOf(c.req.raw.headers)));
  });
  return (request) => api.fetch(request);
}
