/** Whether every bound holds through every fault of Redis, again and again, on real processes. */
import { printTable } from '../evals/measures.ts';
import {
  DEADLINE_MS,
  FAULT_NAMES,
  type FaultResult,
  INSTANCES,
  playFault,
} from '../tests/fixtures/limiter-faults.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SHARE_BAR = 2 - 1 / INSTANCES;
const FROZEN_P50_BAR_MS = 1;
const MAX_BAR_MS = DEADLINE_MS + 10;

export async function benchRateLimiterFaults(): Promise<{ line: string; pass: boolean }> {
  const rows = [['fault', 'rounds', 'share ×N', 'reserve ×N', 'answered', 'errors', 'p50 ms', 'max ms']];
  const all: FaultResult[] = [];
  const frozen: FaultResult[] = [];
  for (const fault of FAULT_NAMES) {
    const results: FaultResult[] = [];
    for (let round = 0; round < ROUNDS; round++) results.push(await playFault(fault));
    const worst = (what: keyof FaultResult) => Math.max(...results.map((result) => result[what]));
    const total = (what: keyof FaultResult) => results.reduce((sum, result) => sum + result[what], 0);
    rows.push([
      fault,
      `${ROUNDS}`,
      worst('share').toFixed(3),
      worst('reserve').toFixed(3),
      `${total('answered')}/${total('asked')}`,
      `${total('errors')}`,
      worst('p50Ms').toFixed(3),
      worst('maxMs').toFixed(1),
    ]);
    all.push(...results);
    if (fault.startsWith('SIGSTOP')) frozen.push(...results);
  }
  printTable(rows);
  const worst = (results: FaultResult[], what: keyof FaultResult) =>
    Math.max(...results.map((result) => result[what]));
  const [share, reserve] = [worst(all, 'share'), worst(all, 'reserve')];
  const [p50, max] = [worst(frozen, 'p50Ms'), worst(frozen, 'maxMs')];
  const clean = all.every(({ asked, answered, errors }) => asked === answered && errors === 0);
  return {
    line:
      `share ≤ ${share.toFixed(3)}·N (bar ≤ ${SHARE_BAR}), reserve ≤ ${reserve.toFixed(3)}·N (bar ≤ 1), ` +
      `frozen p50 ${p50.toFixed(3)} ms (bar ≤ ${FROZEN_P50_BAR_MS}), max ${max.toFixed(1)} ms (bar ≤ ${MAX_BAR_MS})`,
    pass: share <= SHARE_BAR && reserve <= 1 && p50 <= FROZEN_P50_BAR_MS && max <= MAX_BAR_MS && clean,
  };
}
