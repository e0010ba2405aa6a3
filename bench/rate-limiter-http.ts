/** Three limits over HTTP on two instances: nothing gets past them at a given rate, and what they cost at the highest. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { PolicyLimits } from '#lib/core/rate-limit-policies.ts';
import { printTable } from '../evals/measures.ts';
import { startRedis } from '../tests/fixtures/redis-process.ts';
import { fullRate } from './rate-limiter/http-load.ts';
import type { HttpServerPlan } from './rate-limiter/http-server.ts';

const SCRIPT = join(import.meta.dirname, 'rate-limiter', 'http-server.ts');
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const RATES = [100, 1_000];
const RATE_SECONDS = 8;
const LIMIT = 300;
const ROOMY: PolicyLimits = { 'api-hour': 1e9, 'ask-minute': 1e9, 'ask-hour': 1e9 };
const FULL = { requests: 20_000, connections: 64, tenants: 200 };
const RLF_BAR = 1.4;
const NONE_BAR = 0.55;

async function startInstance(plan: HttpServerPlan) {
  const child = fork(SCRIPT, [JSON.stringify(plan)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [port] = (await once(child, 'message')) as [number];
  return { port, url: `http://127.0.0.1:${port}/api/bench`, stop: () => child.kill('SIGKILL') };
}

const agent = new Agent({ connections: 64, pipelining: 1 });

async function ask(url: string, tenant: string): Promise<number> {
  const headers = { authorization: `Bearer ${tenant}` };
  const { statusCode, body } = await request(url, { dispatcher: agent, headers });
  await body.dump();
  return statusCode;
}

/** One tenant on two instances in turn, at a given rate: how many passed, and how many answers were neither 200 nor 429. */
async function atRate(redisUrl: string, rate: number) {
  const plan: HttpServerPlan = {
    limiter: 'frontdesk',
    host: 'product',
    url: redisUrl,
    limits: { ...ROOMY, 'ask-minute': LIMIT },
  };
  const instances = [await startInstance(plan), await startInstance(plan)];
  try {
    const statuses: Promise<number>[] = [];
    const begun = performance.now();
    while (statuses.length < rate * RATE_SECONDS) {
      const due = Math.min(rate * RATE_SECONDS, ((performance.now() - begun) / 1_000) * rate);
      while (statuses.length < due) {
        const { url } = instances[statuses.length % 2]!;
        statuses.push(ask(url, `tenant-at-${rate}`).catch(() => 0));
      }
      await sleep(5);
    }
    const all = await Promise.all(statuses);
    const count = (status: number) => all.filter((one) => one === status).length;
    return { asked: all.length, passed: count(200), errors: all.length - count(200) - count(429) };
  } finally {
    for (const { stop } of instances) stop();
  }
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

export async function benchRateLimiterHttp(): Promise<{ line: string; pass: boolean }> {
  const redis = await startRedis();
  const stops: (() => unknown)[] = [];
  try {
    const rows = [['rate', 'asked', 'passed', 'bypasses', 'errors']];
    let bypasses = 0;
    let errors = 0;
    for (const rate of RATES) {
      const result = await atRate(redis.url, rate);
      const past = Math.max(0, result.passed - LIMIT);
      bypasses += past;
      errors += result.errors;
      rows.push([`${rate}/s`, `${result.asked}`, `${result.passed}`, `${past}`, `${result.errors}`]);
    }
    printTable(rows);
    const names = ['frontdesk', 'rate-limiter-flexible', 'none'] as const;
    const servers = await Promise.all(
      names.map((limiter) => startInstance({ limiter, host: 'bare', url: redis.url, limits: ROOMY })),
    );
    stops.push(...servers.map(({ stop }) => stop));
    const rates = new Map<string, number[]>(names.map((name) => [name, []]));
    for (let round = 0; round <= ROUNDS; round++) {
      const order = [...names.keys()];
      if (round % 2 === 1) order.reverse();
      for (const i of order) {
        const rate = await fullRate(servers[i]!.port, FULL);
        if (round > 0) rates.get(names[i]!)!.push(rate);
      }
    }
    const of = (name: (typeof names)[number]) => median(rates.get(name)!);
    printTable([
      ['limiter, on a bare server', 'requests/s'],
      ...names.map((name) => [name, of(name).toFixed(0)]),
    ]);
    const [overRlf, overNone] = [of('frontdesk') / of('rate-limiter-flexible'), of('frontdesk') / of('none')];
    return {
      line: `${bypasses} bypasses, ${errors} errors (bar 0), ${overRlf.toFixed(2)}× rate-limiter-flexible (bar ≥ ${RLF_BAR}), ${overNone.toFixed(2)}× no limiter (bar ≥ ${NONE_BAR})`,
      pass: bypasses === 0 && errors === 0 && overRlf >= RLF_BAR && overNone >= NONE_BAR,
    };
  } finally {
    for (const stop of stops) stop();
    await agent.close();
    await redis.stop();
  }
}
