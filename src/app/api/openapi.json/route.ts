import { ROUTES } from '#lib/contracts/routes.ts';
import { openApiRoute } from '#lib/contracts/system.ts';
import { openApiDocument } from '#lib/http/openapi.ts';
import { endpoint } from '#runtime/endpoint.ts';

const document = openApiDocument(ROUTES);

export const GET = endpoint(openApiRoute, async () => ({ status: 200, body: document }));
