/** A Langfuse that reads what it is sent and answers as told (`ok`, `hang`, or a status), in a process of its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const way = process.argv[2] ?? 'ok';
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    if (way !== 'hang') response.writeHead(way === 'ok' ? 200 : Number(way)).end('{}');
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
