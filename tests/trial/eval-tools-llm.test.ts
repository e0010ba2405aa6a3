/** `npm run eval:tools` judges a language model in the same way when one is configured, and says so. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { LEARNED_KBS } from '../../evals/tools/training-set.ts';
import { startOpenAiStub } from '../fixtures/openai-stub.ts';
import { ROOT } from '../fixtures/repository.ts';

const ADVICE = { tools: [{ tool: 'lookup_policy', reason: 'There are terms.' }] };

it('asks the configured model about every knowledge base and counts by its advice', async () => {
  const stub = await startOpenAiStub('ok', { answer: [JSON.stringify(ADVICE)] });
  try {
    const child = spawn(process.execPath, ['evals/tools.ts', '--tuning'], {
      cwd: ROOT,
      env: { ...process.env, LLM_BASE_URL: stub.url, LLM_MODEL: 'stub', LLM_API_KEY: 'k' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(stub.requests.filter(({ path }) => path.endsWith('/chat/completions'))).toHaveLength(
      LEARNED_KBS.length,
    );
    const only = ['lookup_policy'];
    const right = LEARNED_KBS.filter(
      ({ required, forbidden }) =>
        required.every((tool) => only.includes(tool)) && !forbidden.some((tool) => only.includes(tool)),
    );
    expect(output).toContain(
      `eval:tools: ${(right.length / LEARNED_KBS.length).toFixed(3)} of the learned ones by llm;`,
    );
  } finally {
    await stub.close();
  }
}, 120_000);
