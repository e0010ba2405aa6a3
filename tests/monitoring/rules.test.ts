/** Every alert on promtool: it fires with exactly these labels and words, and is quiet below its threshold. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_ALERTS, runbookUrl } from '../../monitoring/src/alerts/render-rules.ts';
import { DASHBOARDS, RUNBOOK_URL } from '../../monitoring/src/names.ts';
import { ensureMonitoringPrograms } from '../../scripts/services/monitoring-programs.ts';
import { ROOT } from '../fixtures/repository.ts';
import { OBJECTIVE_CASES } from './rule-cases/objectives.ts';
import { PLATFORM_CASES } from './rule-cases/platform.ts';
import { PRODUCT_CASES } from './rule-cases/product.ts';
import type { RuleCase } from './rule-cases/rule-case.ts';

const RULES = join(ROOT, 'monitoring/alerts/production-alerts.yml');
const CASES = [...OBJECTIVE_CASES, ...PLATFORM_CASES, ...PRODUCT_CASES];
const execute = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'frontdesk-rules-'));
let promtool: string;

beforeAll(async () => {
  promtool = (await ensureMonitoringPrograms()).promtool;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What promtool says; `ok` when it found nothing wrong. */
async function run(args: string[]): Promise<{ ok: boolean; said: string }> {
  try {
    const { stdout, stderr } = await execute(promtool, args, { maxBuffer: 64 * 1024 * 1024 });
    return { ok: true, said: stdout + stderr };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { ok: false, said: stdout + stderr };
  }
}

/** The words of the rule’s file; the dashboard is the one that the source names. */
function annotations(one: RuleCase, fired: RuleCase['fired'][number]) {
  return {
    summary: fired.summary,
    description: fired.description,
    runbook_url: runbookUrl(RUNBOOK_URL, one.alert),
    dashboard: DASHBOARDS[ALL_ALERTS.find(({ name }) => name === one.alert)!.dashboard],
  };
}

/** JSON is YAML. */
function testFile(cases: readonly RuleCase[], every: string, rules = RULES): string {
  return JSON.stringify({
    rule_files: [rules],
    evaluation_interval: every,
    tests: cases.map((one) => ({
      name: `${one.alert} ${one.title}`,
      interval: one.every,
      input_series: Object.entries(one.series).map(([series, values]) => ({ series, values })),
      alert_rule_test: [
        {
          eval_time: one.at,
          alertname: one.alert,
          exp_alerts: one.fired.map((fired) => ({
            exp_labels: fired.labels,
            exp_annotations: annotations(one, fired),
          })),
        },
      ],
    })),
  });
}

const evaluation = ({ every, evaluated }: RuleCase) => evaluated ?? every;

async function verdict(name: string, cases: readonly RuleCase[], rules = RULES) {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, testFile(cases, evaluation(cases[0]!), rules));
  return run(['test', 'rules', path]);
}

describe('the alerts', () => {
  it('are rules to promtool', async () => {
    expect(await run(['check', 'rules', '--lint-fatal', RULES])).toMatchObject({ ok: true });
  });

  it('each have a case that fires, and one that is quiet unless they always fire', () => {
    const firing = new Set(
      CASES.flatMap(({ alert, fired }) => fired.map(({ labels }) => `${alert} ${labels.long ?? ''}`)),
    );
    const quiet = new Set(CASES.filter(({ fired }) => fired.length === 0).map(({ alert }) => alert));
    const untested = ALL_ALERTS.filter(
      ({ name, labels }) =>
        !firing.has(`${name} ${labels?.long ?? ''}`) || (name !== 'Watchdog' && !quiet.has(name)),
    );
    expect(untested).toEqual([]);
  });

  const byInterval = Map.groupBy(CASES, evaluation);
  it.each([...byInterval.keys()])('fire and are quiet as they should, evaluated every %s', async (every) => {
    const cases = byInterval.get(every)!;
    const { ok, said } = await verdict(every, cases);
    expect(said.slice(0, 6_000)).toContain('SUCCESS');
    expect(ok).toBe(true);
  });

  /** Mistakes that promtool takes for rules. */
  const MUTANTS: readonly [name: string, alert: string, from: string, to: string][] = [
    ['a threshold of another size', 'QueueStuck', '> 300', '> 3000'],
    ['a comparison that includes its edge', 'RequestsPilingUp', '> 200', '>= 200'],
    ['a label that no metric has', 'IngestionFailing', 'outcome="failed"', 'outcome="fail"'],
    [
      'a metric that is not there',
      'RedisUnavailable',
      'frontdesk_redis_up == 0',
      'frontdesk_redis_down == 1',
    ],
    [
      'a sum of what every process tells alike',
      'QueueBacklog',
      'max by (queue) (frontdesk_queue_jobs',
      'sum by (queue) (frontdesk_queue_jobs',
    ],
    ['a severity that nobody is woken by', 'ServersDown', 'severity: "P0"', 'severity: "P2"'],
    ['no guard against few events', 'JobsFailing', '>= 10', '>= 0'],
  ];
  it.each(MUTANTS)('are not taken with %s (%s)', async (_name, alert, from, to) => {
    const text = readFileSync(RULES, 'utf8');
    const begin = text.indexOf(`- alert: ${alert}\n`);
    const end = text.indexOf('- alert:', begin + 1);
    const rule = text.slice(begin, end);
    expect(rule).toContain(from);
    const path = join(folder, `${alert}.yml`);
    writeFileSync(path, text.slice(0, begin) + rule.replaceAll(from, to) + text.slice(end));
    const cases = CASES.filter((one) => one.alert === alert);
    expect(await run(['check', 'rules', path])).toMatchObject({ ok: true });
    expect(await verdict(`mutant-${alert}`, cases, path)).toMatchObject({ ok: false });
    expect(await verdict(`whole-${alert}`, cases)).toMatchObject({ ok: true });
  });
});
