/** Answers with a JSON object a line (NDJSON), made as fast as the client reads. */
import { API_SECURITY_HEADERS } from './security-headers.ts';

export interface LineStreamOptions {
  /** The request's own signal: aborted when the client goes away. */
  signal: AbortSignal;
  requestId: string;
  /** For whoever saves it. */
  filename: string;
  /** The last line when the source fails after its first one, while somebody still reads. */
  failed: (error: unknown) => unknown;
}

const encoder = new TextEncoder();
const encode = (line: unknown) => encoder.encode(`${JSON.stringify(line)}\n`);

/** The first line is awaited here, so that a source that refuses ends in an ordinary problem. */
export async function lineStream(
  source: (signal: AbortSignal) => AsyncGenerator<unknown>,
  options: LineStreamOptions,
): Promise<Response> {
  const left = new AbortController();
  const signal = AbortSignal.any([options.signal, left.signal]);
  const lines = source(signal);
  let next: IteratorResult<unknown> | undefined = await lines.next();

  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = next ?? (await lines.next());
        next = undefined;
        if (done) controller.close();
        else controller.enqueue(encode(value));
      } catch (error) {
        // Nobody reads any more, so there is nobody to tell.
        if (signal.aborted) return controller.error(error);
        controller.enqueue(encode(options.failed(error)));
        controller.close();
      }
    },
    async cancel() {
      left.abort();
      await lines.return(undefined).catch(() => undefined);
    },
  });
  return new Response(body, {
    headers: {
      ...API_SECURITY_HEADERS,
      'Cache-Control': 'no-store, no-transform',
      'Content-Type': 'application/x-ndjson; charset=utf-8',
      'Content-Disposition': `attachment; filename="${options.filename}"`,
      'X-Accel-Buffering': 'no',
      'X-Request-Id': options.requestId,
    },
  });
}
