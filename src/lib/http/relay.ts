/** Passes on an answer made elsewhere, with this API's headers; tells once when a streamed one has ended. */

function isEventStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') === true;
}

/** `onEnd` is for event streams: other answers are whole when they are returned. */
export function relay(
  response: Response,
  headers: Record<string, string>,
  onEnd: (error?: unknown) => void,
): Response {
  const merged = new Headers(response.headers);
  merged.delete('connection');
  for (const [name, value] of Object.entries(headers)) merged.set(name, value);
  const { status, body } = response;
  if (body === null || !isEventStream(response)) return new Response(body, { status, headers: merged });
  merged.set('Cache-Control', 'no-store, no-transform');

  const reader = body.getReader();
  const watched = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          onEnd();
          controller.close();
        } catch (error) {
          onEnd(error);
          controller.error(error);
        }
      },
      async cancel(reason) {
        onEnd();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(watched, { status, headers: merged });
}
