import { exportTrialRoute } from '#lib/contracts/erasure.ts';
import { toAppError } from '#lib/core/errors.ts';
import { lineStream } from '#lib/http/line-stream.ts';
import { problemDocument } from '#lib/http/problem.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(exportTrialRoute, ({ app, caller, signal }) =>
  lineStream((reading) => app.exportTrial(caller, reading), {
    signal,
    requestId: caller.requestId,
    filename: 'frontdesk-export.ndjson',
    failed(err) {
      app.log.warn({ err, request_id: caller.requestId }, 'an export was cut off');
      return { error: problemDocument(toAppError(err), caller.requestId) };
    },
  }),
);
