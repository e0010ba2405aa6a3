/** The rules as they ship, on two bad hours written into a Prometheus beforehand: what needs no long wait fires; every panel has data. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runbookUrl } from '../../monitoring/src/alerts/render-rules.ts';
import { ALL_DASHBOARDS } from '../../monitoring/src/all-dashboards.ts';
import { RUNBOOK_URL } from '../../monitoring/src/names.ts';
import { fillIn } from '../../monitoring/src/preview/read-panel.ts';
import { makeServicesDirectory } from '../../scripts/services/service-user.ts';
import { type PrometheusServer, startPrometheus } from '../../scripts/services/start-prometheus.ts';
import { backFill } from '../fixtures/back-fill.ts';
import { alerts, eventually, instant } from '../fixtures/prometheus-client.ts';
import { ROOT } from '../fixtures/repository.ts';

/** Alerts that wait for a minute at most, and look back far enough to see what ended when this Prometheus began. */
const SOON = [
  'Watchdog',
  'ApiErrorBudgetBurn',
  'AskErrorBudgetBurn',
  'AnswerLatencyBudgetBurn',
  'FirstTokenLatencyBudgetBurn',
  'RedisUnavailable',
  'AdminLoginSpike',
  'RowSecurityRefusals',
  'FlagGuardTripped',
];

let directory: string;
let prometheus: PrometheusServer;

beforeAll(async () => {
  directory = makeServicesDirectory();
  prometheus = await startPrometheus({
    directory: join(directory, 'prometheus'),
    rules: readFileSync(join(ROOT, 'monitoring/alerts/production-alerts.yml'), 'utf8'),
    targets: [],
    token: '',
    interval: '15s',
    fill: backFill,
  });
});
afterAll(async () => {
  await prometheus?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('on two hours in which all goes wrong', () => {
  const panels = Object.values(ALL_DASHBOARDS).flatMap(({ rows }) => rows.flatMap((row) => row.panels));

  it('every query of every panel gives numbers', async () => {
    const until = Math.floor(Date.now() / 1_000);
    const span = { from: until - 3_600, until, step: 15, rateInterval: '2m' };
    const empty: string[] = [];
    for (const { title, queries } of panels) {
      for (const { expr, legend } of queries) {
        const series = await instant(prometheus.url, fillIn(expr, span));
        if (!series.some(({ value }) => Number.isFinite(Number(value?.[1]))))
          empty.push(`${title}: ${legend}`);
      }
    }
    expect(panels.length).toBeGreaterThan(80);
    expect(empty).toEqual([]);
  });

  it('the rules as they ship fire', async () => {
    const firing = await eventually(
      `${SOON} fire`,
      async () => {
        const all = (await alerts(prometheus.url)).filter(({ state }) => state === 'firing');
        const names = new Set(all.map(({ labels }) => labels.alertname));
        return SOON.every((name) => names.has(name)) && all;
      },
      150_000,
    );
    for (const { labels, annotations } of firing) {
      expect(labels.severity).toMatch(/^P[012]$/);
      expect(annotations.runbook_url).toBe(runbookUrl(RUNBOOK_URL, labels.alertname!));
      expect(annotations.summary).not.toContain('{{');
      expect(annotations.description).not.toMatch(/\{\{|<no value>|%!/);
    }
    const burning = firing.filter(({ labels }) => labels.alertname === 'ApiErrorBudgetBurn');
    expect(burning.map(({ labels }) => labels.long).sort()).toEqual(['1h', '6h']);
  }, 200_000);
});
