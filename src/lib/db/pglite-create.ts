/** Short-lived child process that makes a new PGlite cluster: initdb needs 300 MB that the server never gives back. */
import { PGlite } from '@electric-sql/pglite';

const directory = process.argv[2];
if (!directory) throw new Error('usage: pglite-create DIRECTORY');
const database = new PGlite(directory);
await database.waitReady;
await database.close();
process.exit(0);
