import { uploadRoute } from '#lib/contracts/kb.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(uploadRoute, async ({ app, caller, files }) => ({
  status: 202,
  body: await app.acceptUpload(caller, files),
}));
