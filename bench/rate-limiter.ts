/** What a decision costs, against the limiters that others use and against the bare command, in interleaved rounds. */
import { printTable } from '../evals/measures.ts';
import { startRedis } from '../tests/fixtures/redis-process.ts';
import {
  bareCommand,
  type Ceilings,
  type Contender,
  flexible,
  frontdesk,
  rateLimitRedis,
  type Subject,
} from './rate-limiter/contenders.ts';
import { measureRound, type Round } from './rate-limiter/round.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const REQUESTS = 20_000;
const FLOOD_REQUESTS = 200_000;
const IN_FLIGHT = 64;
const TENANTS = 1_000;
const ROOMY: Ceilings = { minute: 1e9, hour: 1e9, address: 1e9 };
const TIGHT: Ceilings = { minute: 5, hour: 1e9, address: 1e9 };

const spread = (n: number): Subject => ({ tenant: `tenant-${n % TENANTS}`, address: `10.0.${n % 250}.1` });
const hot = (): Subject => ({ tenant: 'one-tenant', address: '10.9.9.9' });

interface Scenario {
  name: string;
  contenders: (url: string) => Promise<Contender[]>;
  subjects: (n: number) => Subject;
  requests: number;
  inFlight: number;
}

const SCENARIOS: Scenario[] = [
  {
    name: 'three limits, one in flight',
    contenders: (url) => all([frontdesk(url, ROOMY, 3), flexible(url, ROOMY, 3)]),
    subjects: spread,
    requests: REQUESTS / 10,
    inFlight: 1,
  },
  {
    name: 'three limits, 64 in flight',
    contenders: (url) =>
      all([
        frontdesk(url, ROOMY, 3),
        flexible(url, ROOMY, 3),
        rateLimitRedis(url, ROOMY, 3),
        bareCommand(url, 'PING'),
        bareCommand(url, 'EVALSHA return 1'),
      ]),
    subjects: spread,
    requests: REQUESTS,
    inFlight: IN_FLIGHT,
  },
  {
    name: 'one hot key, 64 in flight',
    contenders: (url) =>
      all([frontdesk(url, ROOMY, 1), flexible(url, ROOMY, 1), rateLimitRedis(url, ROOMY, 1)]),
    subjects: hot,
    requests: REQUESTS,
    inFlight: IN_FLIGHT,
  },
  {
    name: 'refused flood of one key',
    contenders: (url) => all([frontdesk(url, TIGHT, 1), flexible(url, TIGHT, 1)]),
    subjects: hot,
    requests: FLOOD_REQUESTS,
    inFlight: IN_FLIGHT,
  },
];

const all = <T>(opening: Promise<T>[]) => Promise.all(opening);
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
type Figures = Record<keyof Round, number>;

async function play(url: string, scenario: Scenario): Promise<Map<string, Figures>> {
  const redis = (await import('ioredis')).Redis;
  const watcher = new redis(url);
  const contenders = await scenario.contenders(url);
  const rounds = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    // Each goes first as often as last.
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) {
      const figures = await measureRound(watcher, contender, scenario.subjects, scenario);
      // The first round warms up, and fills the keys of the flood.
      if (round > 0) rounds.get(contender.name)!.push(figures);
    }
  }
  for (const contender of contenders) await contender.close();
  watcher.disconnect();
  return new Map(
    [...rounds].map(([name, all]) => [
      name,
      Object.fromEntries(
        Object.keys(all[0]!).map((key) => [key, median(all.map((one) => one[key as keyof Round]))]),
      ) as Figures,
    ]),
  );
}

export async function benchRateLimiter(): Promise<{ line: string; pass: boolean }> {
  const server = await startRedis();
  try {
    const results: Map<string, Figures>[] = [];
    for (const scenario of SCENARIOS) {
      const figures = await play(server.url, scenario);
      results.push(figures);
      printTable([
        [scenario.name, 'req/s', 'client µs', 'Redis µs', 'p50 ms', 'p99 ms', 'commands'],
        ...[...figures].map(([name, f]) => [
          name,
          f.requestsPerSecond.toFixed(0),
          f.clientCpuUs.toFixed(2),
          f.redisCpuUs.toFixed(2),
          f.p50Ms.toFixed(3),
          f.p99Ms.toFixed(3),
          f.commandsPerRequest.toFixed(4),
        ]),
      ]);
    }
    const [one, three, key, flood] = results as [
      Map<string, Figures>,
      Map<string, Figures>,
      Map<string, Figures>,
      Map<string, Figures>,
    ];
    const ratio = (figures: Map<string, Figures>, what: keyof Round) =>
      figures.get('frontdesk')![what] / figures.get('rate-limiter-flexible')![what];
    // One hello a second goes on whatever is asked.
    const idle = 2 / (FLOOD_REQUESTS / flood.get('frontdesk')!.requestsPerSecond + 1);
    const bars: [string, number, '≤' | '≥', number][] = [
      ['commands, one in flight', one.get('frontdesk')!.commandsPerRequest, '≤', 1.01],
      ['commands, 64 in flight', three.get('frontdesk')!.commandsPerRequest, '≤', 0.05],
      ['throughput ×', ratio(three, 'requestsPerSecond'), '≥', 1.8],
      ['client CPU ×', ratio(three, 'clientCpuUs'), '≤', 0.25],
      ['Redis CPU ×', ratio(three, 'redisCpuUs'), '≤', 0.7],
      ['p99 ×', ratio(three, 'p99Ms'), '≤', 0.4],
      ['hot key throughput ×', ratio(key, 'requestsPerSecond'), '≥', 2],
      ['hot key Redis CPU ×', ratio(key, 'redisCpuUs'), '≤', 0.35],
      ['flood throughput ×', ratio(flood, 'requestsPerSecond'), '≥', 3],
      ['flood commands', flood.get('frontdesk')!.commandsPerRequest, '≤', idle / FLOOD_REQUESTS + 1e-4],
    ];
    printTable([
      ['figure', 'value', 'bar', ''],
      ...bars.map(([name, value, sign, bar]) => [
        name,
        value.toFixed(3),
        `${sign} ${bar.toFixed(3)}`,
        met(value, sign, bar) ? 'pass' : 'short',
      ]),
    ]);
    const short = bars.filter(([, value, sign, bar]) => !met(value, sign, bar));
    return {
      line: `${ratio(three, 'requestsPerSecond').toFixed(2)}× rate-limiter-flexible (bar ≥ 1.8), ${bars.length - short.length} of ${bars.length} bars`,
      pass: short.length === 0,
    };
  } finally {
    await server.stop();
  }
}

function met(value: number, sign: '≤' | '≥', bar: number): boolean {
  return sign === '≤' ? value <= bar : value >= bar;
}
