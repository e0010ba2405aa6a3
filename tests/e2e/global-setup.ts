/** Starts the product as `npm start` does, on a free port with a data directory of its own; stops it by its pid. */
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_RATE_LIMITS } from '../fixtures/no-rate-limits.ts';

const READY_MAX_MS = 180_000;
const STOP_MAX_MS = 30_000;

export default async function globalSetup(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'frontdesk-e2e-'));
  const server = spawn(process.execPath, ['src/bin/start.ts'], {
    env: {
      ...process.env,
      ...NO_RATE_LIMITS,
      NODE_ENV: 'production',
      PORT: '0',
      FRONTDESK_DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Tests read mails there: without SMTP_URL they are lines of the log.
  const log = join(dataDir, 'e2e-server.log');
  process.env.FRONTDESK_E2E_LOG = log;
  let output = '';
  const gone = new Promise<void>((resolve) => server.once('close', () => resolve()));
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000);
      appendFileSync(log, text);
    });
  }

  const stop = async () => {
    if (server.exitCode === null) server.kill('SIGTERM');
    const late = setTimeout(() => server.kill('SIGKILL'), STOP_MAX_MS);
    await gone;
    clearTimeout(late);
    await rm(dataDir, { recursive: true, force: true });
  };

  const deadline = Date.now() + READY_MAX_MS;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) break;
    const url = /ready at (http:\/\/\S+)/.exec(output)?.[1];
    if (url !== undefined && (await pagesAnswer(url))) {
      process.env.FRONTDESK_E2E_URL = url;
      process.env.FRONTDESK_E2E_SETUP_LINK = /http:\/\/\S+\/admin\/setup#\S+/.exec(output)?.[0];
      return stop;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await stop();
  throw new Error(`The product did not start:\n${output}`);
}

/** While the pages are being built, a waiting page stands in for them. */
async function pagesAnswer(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    return response.ok && (await response.text()).includes('Start the trial');
  } catch {
    return false;
  }
}
