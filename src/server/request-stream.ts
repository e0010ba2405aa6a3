/** Hands a request's body on as a Web stream, and keeps the connection readable until an early answer has arrived. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * An answer given before the body has fully arrived (a 413 in the middle of an upload) is lost by clients that see
 * the connection break while they still send. So the rest is read and thrown away for a while (RFC 9112 §9.6).
 */
export const LINGER_MAX_MS = 20_000;
export const LINGER_MAX_BYTES = 256 * 1024 * 1024;

export function hasBody({ headers, method }: IncomingMessage): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The body, read only as fast as it is pulled; cancelling it makes the rest be thrown away. */
function bodyStream(
  incoming: IncomingMessage,
  onFirstPull: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let detach = () => {};
  let pulled = false;
  return new ReadableStream(
    {
      start(controller) {
        const onData = (part: Buffer<ArrayBuffer>) => {
          incoming.pause();
          controller.enqueue(part);
        };
        const onEnd = () => {
          detach();
          controller.close();
        };
        const onClose = () => {
          detach();
          controller.error(new Error('The client closed the connection before its body had arrived.'));
        };
        detach = () => {
          incoming.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
          // Whatever happens to the connection from here on is nobody's error.
          incoming.on('error', () => {});
        };
        incoming.pause();
        incoming.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
      },
      pull() {
        if (!pulled) onFirstPull();
        pulled = true;
        incoming.resume();
      },
      cancel() {
        detach();
        incoming.resume();
      },
    },
    { highWaterMark: 0 },
  );
}

/** The same request with a body of ours and a signal that aborts when the client goes away. */
export function withBody(request: Request, incoming: IncomingMessage, outgoing: ServerResponse): Request {
  const left = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) left.abort();
  });
  const expectsContinue = incoming.headers.expect?.toLowerCase() === '100-continue';
  return new Request(request.url, {
    method: request.method,
    headers: [...request.headers],
    body: bodyStream(incoming, () => expectsContinue && outgoing.writeContinue()),
    signal: left.signal,
    duplex: 'half',
  } as RequestInit & { duplex: 'half' });
}

/** Resolves when the rest of the body has come, the client has left, or it has been enough. */
function drained(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const enough = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(enough, LINGER_MAX_MS);
    incoming.on('data', (part: Buffer) => {
      bytes += part.byteLength;
      if (bytes > LINGER_MAX_BYTES) enough();
    });
    for (const event of ['end', 'close', 'error']) incoming.once(event, enough);
    incoming.resume();
  });
}

/** An answer that is sent whole at once, but whose connection ends only after the rest of the body has drained. */
export async function lingering(response: Response, incoming: IncomingMessage): Promise<Response> {
  // A client that waits for 100-continue and gets a final answer never sends the body.
  if (incoming.complete || incoming.destroyed) return response;
  // Listens before anything is awaited: the end may come in between.
  const rest = drained(incoming);
  const whole = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.set('Content-Length', String(whole.byteLength));
  headers.set('Connection', 'close');
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(whole);
      await rest;
      controller.close();
    },
  });
  return new Response(body, { status: response.status, headers });
}
