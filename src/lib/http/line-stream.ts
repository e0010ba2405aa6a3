/** Answers with a JSON object a line (NDJSON), made as fast as the client reads. */
import { API_SECURITY_HEADERS } from './security-headers.ts';

export interface LineStreamOptions {
  /** The request's own signal: aborted when the client goes away. */
  signal: AbortSignal;
  requestId: string;
  /** For whoever saves it. */
  filename: string;
  /** Told when the source fails after its first line; the connection is then cut, so that nobody takes it for whole. */
  failed: (error: unknown) => void;
}

const encoder = new TextEncoder();

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
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      } catch (error) {
        if (!signal.aborted) options.failed(error);
        controller.error(error);
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
