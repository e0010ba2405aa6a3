/** Worker thread that owns PGlite: SQL runs here, so that no query ever stalls the event loop that serves. */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import type { PgliteReply, PgliteRequest } from './pglite-connection.ts';

const BYTEA = 17;
/** A sixth of the default: the whole product has to fit into 600 MB. */
const SHARED_BUFFERS = '24MB';

const port = parentPort;
if (!port) throw new Error('This file is a worker thread of the PGlite adapter.');

const database = new PGlite(workerData.directory as string, {
  extensions: { vector },
  startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`, '-c', 'jit=off'],
  // Bytes travel in binary: the default spells every byte out as hexadecimal text.
  serializers: { [BYTEA]: (bytes: unknown) => bytes as string },
  parsers: { [BYTEA]: (hex: string) => new Uint8Array(Buffer.from(hex.slice(2), 'hex')) },
});

async function run(request: PgliteRequest): Promise<PgliteReply> {
  switch (request.kind) {
    case 'open':
      await database.waitReady;
      return { id: request.id, rows: [] };
    case 'query': {
      const result = await database.query(request.sql, request.parameters);
      return { id: request.id, rows: result.rows, affectedRows: result.affectedRows };
    }
    case 'exec': {
      const results = await database.exec(request.sql);
      return { id: request.id, rows: results.flatMap((result) => result.rows) };
    }
    case 'close':
      await database.close();
      return { id: request.id, rows: [] };
  }
}

port.on('message', async (request: PgliteRequest) => {
  try {
    port.postMessage(await run(request));
  } catch (error) {
    const { message, code, detail, constraint } = error as Record<string, string | undefined>;
    port.postMessage({ id: request.id, error: { message, code, detail, constraint } });
  }
});
