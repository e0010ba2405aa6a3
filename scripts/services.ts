/** `npm run services`: PostgreSQL with pgvector, pgBouncer and Redis until Ctrl-C; prints their URLs for the shell. */
import { Client } from 'pg';
import { startServices } from './services/start-services.ts';

const DATABASE = 'frontdesk';

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } catch (error) {
    const ALREADY_THERE = '42P04';
    if ((error as { code?: string }).code !== ALREADY_THERE) throw error;
  } finally {
    await client.end();
  }
}

try {
  const services = await startServices();
  const end = () => void services.stop().then(() => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end);
  const { DATABASE_URL, DIRECT_URL } = process.env;
  if (!DIRECT_URL) await createDatabase(services.postgres.url('postgres'), DATABASE);
  console.log(`DATABASE_URL=${DATABASE_URL || services.pooler.url(DATABASE)}`);
  console.log(`DIRECT_URL=${DIRECT_URL || services.postgres.url(DATABASE)}`);
  console.log(`REDIS_URL=${services.redis.url}`);
  console.error('Ready. Ctrl-C ends these servers and removes what they stored.');
  setInterval(() => {}, 60_000);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
