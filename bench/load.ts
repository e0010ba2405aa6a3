/** The load generator of `ask`, a process of its own: calls one URL for some seconds and prints what it saw as JSON. */
import { Pool } from 'undici';
import { percentile } from '../evals/measures.ts';

export interface Load {
  url: string;
  token: string;
  /** Null calls the route that does nothing, so that what the host itself costs is known. */
  question: string | null;
  /** With a number in each question, no two are equal, so none is cached. */
  distinct: boolean;
  connections: number;
  seconds: number;
}

export interface LoadResult {
  perSecond: number;
  p50: number;
  p99: number;
  errors: number;
}

async function run(load: Load): Promise<LoadResult> {
  const pool = new Pool(load.url, { connections: load.connections });
  const headers = { authorization: `Bearer ${load.token}`, 'content-type': 'application/json' };
  const times: number[] = [];
  let errors = 0;
  const started = performance.now();
  const until = started + load.seconds * 1_000;
  const idle = async () => {
    const response = await pool.request({ path: '/api/health/live', method: 'GET' });
    await response.body.text();
    return response.statusCode === 200;
  };
  const ask = async () => {
    const query = load.distinct ? `${load.question} ${crypto.randomUUID()}` : load.question;
    const response = await pool.request({
      path: '/api/ask',
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
    });
    const body = (await response.body.json()) as { cached?: boolean };
    return response.statusCode === 200 && body.cached === !load.distinct;
  };
  const lane = async () => {
    while (performance.now() < until) {
      const at = performance.now();
      if (await (load.question === null ? idle() : ask())) times.push(performance.now() - at);
      else errors += 1;
    }
  };
  await Promise.all(Array.from({ length: load.connections }, lane));
  const seconds = (performance.now() - started) / 1_000;
  await pool.close();
  return {
    perSecond: times.length / seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    errors,
  };
}

console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}'))));
