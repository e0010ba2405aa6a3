/** Knows which connections are in the middle of a request, so that shutdown can close all the others at once. */
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests under way on each open connection of a server. */
const tracked = new WeakMap<Server, Map<Socket, number>>();

/** Call it on a new server, before anything else listens to it. */
export function trackConnections(server: Server): void {
  const running = new Map<Socket, number>();
  tracked.set(server, running);
  const count = (socket: Socket, change: number) => {
    const before = running.get(socket);
    if (before !== undefined) running.set(socket, before + change);
  };
  server.on('connection', (socket: Socket) => {
    running.set(socket, 0);
    socket.once('close', () => running.delete(socket));
  });
  for (const event of ['request', 'checkContinue'] as const) {
    server.on(event, ({ socket }: { socket: Socket }, outgoing: ServerResponse) => {
      count(socket, 1);
      outgoing.once('close', () => count(socket, -1));
    });
  }
}

/**
 * Closes every connection without a request. Node's `closeIdleConnections` leaves those that have not sent their
 * first request yet, and browsers open such in advance.
 */
export function closeIdle(server: Server): void {
  for (const [socket, requests] of tracked.get(server) ?? []) if (requests === 0) socket.destroySoon();
}
