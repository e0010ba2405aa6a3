/** One measured round: many requests with so many in flight, the CPU of both sides, the commands it cost. */
import type { Redis } from 'ioredis';
import type { Contender, Subject } from './contenders.ts';

export interface Round {
  requestsPerSecond: number;
  /** Microseconds of this process a request. */
  clientCpuUs: number;
  /** Microseconds of Redis a request. */
  redisCpuUs: number;
  p50Ms: number;
  p99Ms: number;
  commandsPerRequest: number;
  admitted: number;
}

interface RedisCost {
  cpuUs: number;
  commands: number;
}

async function redisCost(redis: Redis): Promise<RedisCost> {
  const info = await redis.info('everything');
  const read = (field: string) => Number(new RegExp(`${field}:([\\d.]+)`).exec(info)?.[1] ?? Number.NaN);
  return {
    cpuUs: (read('used_cpu_sys') + read('used_cpu_user')) * 1e6,
    commands: read('total_commands_processed'),
  };
}

/** Scripts call commands inside Redis, which counts them as well: what was sent is counted by the calls of EVALSHA and others. */
async function sentCommands(redis: Redis): Promise<number> {
  const stats = await redis.info('commandstats');
  const calls = (name: string) => Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
  return calls('evalsha') + calls('eval') + calls('ping');
}

export async function measureRound(
  redis: Redis,
  contender: Contender,
  subjects: (n: number) => Subject,
  { requests, inFlight }: { requests: number; inFlight: number },
): Promise<Round> {
  const latencies = new Float64Array(requests);
  let next = 0;
  let admitted = 0;
  const lane = async () => {
    while (next < requests) {
      const n = next++;
      const begun = performance.now();
      if (await contender.request(subjects(n))) admitted += 1;
      latencies[n] = performance.now() - begun;
    }
  };
  const sentBefore = await sentCommands(redis);
  const redisBefore = await redisCost(redis);
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - begun) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  const redisAfter = await redisCost(redis);
  const sent = (await sentCommands(redis)) - sentBefore;
  latencies.sort();
  return {
    requestsPerSecond: requests / seconds,
    clientCpuUs: (cpu.user + cpu.system) / requests,
    redisCpuUs: (redisAfter.cpuUs - redisBefore.cpuUs) / requests,
    p50Ms: latencies[Math.floor(requests * 0.5)]!,
    p99Ms: latencies[Math.floor(requests * 0.99)]!,
    commandsPerRequest: sent / requests,
    admitted,
  };
}
