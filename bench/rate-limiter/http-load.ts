/** As many requests as a server answers, over keep-alive connections with next to no work on this side. */
import { once } from 'node:events';
import { connect } from 'node:net';

/** Requests a second; rejects on any answer but 200. Expects small answers that end in `{}`. */
export async function fullRate(
  port: number,
  { requests, connections, tenants }: { requests: number; connections: number; tenants: number },
): Promise<number> {
  let next = 0;
  const begun = performance.now();
  const lane = async () => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    await new Promise<void>((resolve, reject) => {
      const ask = () => {
        if (next >= requests) resolve();
        else
          socket.write(
            `GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer tenant-${next++ % tenants}\r\n\r\n`,
          );
      };
      let answer = '';
      socket.on('data', (data) => {
        answer += data.toString('latin1');
        if (!answer.endsWith('{}')) return;
        if (!answer.startsWith('HTTP/1.1 200')) reject(new Error(answer.slice(0, 100)));
        answer = '';
        ask();
      });
      socket.on('close', () => reject(new Error('the server closed a connection')));
      ask();
    });
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return requests / ((performance.now() - begun) / 1_000);
}
