/** How fast a large document becomes searchable, and what the server weighs afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { printTable } from '../evals/measures.ts';
import { findTestSets } from '../evals/test-set.ts';
import { startServer } from './server.ts';

const PASSAGES = 1_000;
/** About 150 tokens of English. */
const PASSAGE_CHARS = 680;
const RATE_BAR = 30;
const MEMORY_BAR_MB = 600;
const FILES = 4;

/** Real prose in passages of equal size, as Markdown sections, so that each is a chunk of its own. */
function passages(): string[] {
  const prose = findTestSets()
    .flatMap((set) => set.corpus.map((passage) => passage.text))
    .join(' ')
    .split(/(?<=[.!?])\s+/);
  const made: string[] = [];
  let text = '';
  for (const sentence of prose) {
    text += `${sentence} `;
    if (text.length < PASSAGE_CHARS) continue;
    made.push(text.trim());
    text = '';
    if (made.length === PASSAGES) return made;
  }
  throw new Error('the evaluation data is too small for this bench');
}

export async function benchIngest(): Promise<{ line: string; pass: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-bench-ingest-'));
  const server = await startServer(join(import.meta.dirname, '..'), { env: { FRONTDESK_DATA_DIR: folder } });
  try {
    const idle = server.residentMb();
    const call = async (path: string, init: RequestInit) => {
      const response = await fetch(`${server.url}${path}`, init);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return response.json();
    };
    const { trial_token: token } = (await call('/api/trial/start', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'bench@example.com', business_name: 'Bench', business_type: 'other' }),
    })) as { trial_token: string };
    const headers = { Authorization: `Bearer ${token}` };
    const all = passages();
    const form = new FormData();
    for (let file = 0; file < FILES; file++) {
      const part = all.slice((file * PASSAGES) / FILES, ((file + 1) * PASSAGES) / FILES);
      const text = part.map((passage, index) => `## Section ${file}.${index}\n\n${passage}\n`).join('\n');
      form.append('files', new File([text], `part-${file}.md`, { type: 'text/markdown' }));
    }
    const started = performance.now();
    await call('/api/trial/kb/upload', { method: 'POST', headers, body: form });
    let kb: { sources: Record<string, number>; chunks: number };
    let peak = 0;
    do {
      await sleep(250);
      ({ kb } = (await call('/api/trial', { headers })) as { kb: typeof kb });
      peak = Math.max(peak, server.residentMb());
      if (kb.sources.failed) throw new Error('a file failed to ingest');
    } while (kb.sources.ready !== FILES);
    const seconds = (performance.now() - started) / 1000;
    for (const query of ['What is it about?', 'When was it founded?', 'Who wrote it?']) {
      await call('/api/ask', {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify({ query }),
      });
    }
    await sleep(10_000);
    const after = server.residentMb();
    const rate = kb.chunks / seconds;
    const chars = all.reduce((sum, passage) => sum + passage.length, 0) / all.length;
    printTable([
      ['measure', 'value'],
      ['chunks', `${kb.chunks}`],
      ['mean characters of a passage', chars.toFixed(0)],
      ['upload to ready', `${seconds.toFixed(1)} s`],
      ['resident before', `${idle.toFixed(0)} MB`],
      ['resident, highest seen', `${peak.toFixed(0)} MB`],
      ['resident 10 s after', `${after.toFixed(0)} MB`],
    ]);
    return {
      line: `${rate.toFixed(1)} passages/s (bar ≥ ${RATE_BAR}), ${after.toFixed(0)} MB resident (bar ≤ ${MEMORY_BAR_MB})`,
      pass: rate >= RATE_BAR && after <= MEMORY_BAR_MB && kb.chunks >= PASSAGES * 0.95,
    };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
