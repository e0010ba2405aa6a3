/** Dashboards, alerts, runbook and Alertmanager agree with the catalogue of metrics, with the product and with each other. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { METRICS } from '#lib/contracts/metrics.ts';
import { ROUTES } from '#lib/contracts/routes.ts';
import { CATALOGUE } from '#lib/flags/catalogue.ts';
import { OBJECTIVES, RECORDINGS } from '../../monitoring/src/alerts/objectives.ts';
import { ALL_ALERTS } from '../../monitoring/src/alerts/render-rules.ts';
import { ALL_DASHBOARDS } from '../../monitoring/src/all-dashboards.ts';
import { dashboardFile } from '../../monitoring/src/dashboard-schema.ts';
import { monitoringFiles } from '../../monitoring/src/monitoring-files.ts';
import { anchorOf, DASHBOARDS, RUNBOOK_URL } from '../../monitoring/src/names.ts';
import { ensureMonitoringPrograms } from '../../scripts/services/monitoring-programs.ts';
import { metricsIn, problemsOf } from '../fixtures/read-query.ts';
import { ROOT } from '../fixtures/repository.ts';

const execute = promisify(execFile);
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const asIs = (duration: string) => duration;
const PANELS = Object.values(ALL_DASHBOARDS).flatMap(({ rows }) => rows.flatMap(({ panels }) => panels));
const PANEL_QUERIES = PANELS.flatMap(({ title, queries }) =>
  queries.map(({ expr }) => ({ of: title, expr })),
);
const RULE_QUERIES = [
  ...ALL_ALERTS.map(({ name, expr }) => ({ of: name, expr: expr(asIs) })),
  ...RECORDINGS.map(({ record, expr }) => ({ of: record, expr: expr(asIs) })),
];

describe('what is written out', () => {
  it('is what its sources say', () => {
    const files = monitoringFiles();
    expect(Object.keys(files)).toHaveLength(5);
    for (const [name, content] of Object.entries(files)) expect(text(`monitoring/${name}`)).toBe(content);
  });

  it('can be written with another address of the runbook', () => {
    const elsewhere = 'https://wiki.example.org/runbook';
    for (const content of Object.values(monitoringFiles(elsewhere))) {
      expect(content).not.toContain(RUNBOOK_URL);
      expect(content).toContain(`${elsewhere}#`);
    }
  });
});

describe('the dashboards', () => {
  const names = Object.keys(DASHBOARDS);
  it.each(names)('%s is what Grafana imports', (name) => {
    const dashboard = JSON.parse(text(`monitoring/dashboards/${name}.json`));
    expect(dashboardFile.safeParse(dashboard).error).toBeUndefined();
    expect(dashboard.uid).toBe(DASHBOARDS[name as keyof typeof DASHBOARDS]);
  });

  it('are refused by the schema when Grafana would show them wrongly', () => {
    type Loose = Record<string, unknown>;
    const broken: ((dashboard: { panels: Loose[] }) => void)[] = [
      ({ panels }) => void delete panels[1]!.id,
      ({ panels }) => void Object.assign(panels[2]!, { id: panels[1]!.id }),
      ({ panels }) => void delete (panels[1]!.targets as Loose[])[0]!.refId,
      ({ panels }) => void Object.assign(panels[1]!, { datasource: { type: 'prometheus', uid: 'mine' } }),
      ({ panels }) => void Object.assign(panels[1]!, { gridPos: panels[2]!.gridPos }),
      ({ panels }) =>
        void Object.assign((panels[1]!.targets as Loose[])[0]!, { expr: 'up{instance=~"$host"}' }),
      (dashboard) => void Object.assign(dashboard, { uid: 'Too Long A Name' }),
      ({ panels }) => void Object.assign(panels[1]!, { desription: 'a slip of the pen' }),
    ];
    for (const breakIt of broken) {
      const dashboard = JSON.parse(text('monitoring/dashboards/system-health.json'));
      breakIt(dashboard);
      expect(dashboardFile.safeParse(dashboard).success, String(breakIt)).toBe(false);
    }
  });

  it('say of every panel what is seen, in which unit, and stats from when on it is bad', () => {
    for (const { title, description, unit, kind, base, thresholds } of PANELS) {
      expect(description.length, title).toBeGreaterThan(10);
      expect(unit, title).not.toBe('');
      if (kind === 'stat') expect(base ?? thresholds, title).toBeDefined();
    }
  });

  it('lead from panels to parts of the runbook', () => {
    const alerts = new Set(ALL_ALERTS.map(({ name }) => name));
    const led = PANELS.flatMap(({ alert }) => alert ?? []);
    expect(led.filter((name) => !alerts.has(name))).toEqual([]);
    expect(led.length).toBeGreaterThan(40);
  });
});

describe('the metrics', () => {
  it.each([
    ['panels', PANEL_QUERIES],
    ['rules', RULE_QUERIES],
  ])(
    'that %s ask for exist, with these labels and values, and are taken as their kind must be',
    (_of, queries) => {
      expect(queries.length).toBeGreaterThan(50);
      const problems = queries.flatMap(({ of, expr }) =>
        problemsOf(expr).map((problem) => `${of}: ${problem}`),
      );
      expect(problems).toEqual([]);
    },
  );

  it('are all on a panel or in an alert', () => {
    const used = new Set([...PANEL_QUERIES, ...RULE_QUERIES].flatMap(({ expr }) => metricsIn(expr)));
    expect(Object.keys(METRICS).filter((name) => !used.has(name))).toEqual([]);
  });

  it('are looked at closely: each of these queries is refused', () => {
    for (const query of [
      'sum(rate(frontdesk_ask_total[5m]))',
      'sum(frontdesk_asks_total)',
      'sum(rate(frontdesk_asks_total{outcome="failed"}[5m]))',
      'sum by (tenant) (rate(frontdesk_asks_total[5m]))',
      'sum(frontdesk_trials)',
      'frontdesk_ask_duration_seconds_bucket{le="2.5"}',
      'rate(frontdesk_ask_duration_seconds_bucket{le="2"}[5m])',
      'rate(frontdesk_redis_up[5m])',
    ])
      expect(problemsOf(query), query).not.toEqual([]);
  });
});

describe('the alerts', () => {
  const file = text('monitoring/alerts/production-alerts.yml');

  it('each have a severity, words and a link to their own part of the runbook', () => {
    for (const { name, severity, summary, description } of ALL_ALERTS) {
      expect(severity).toMatch(/^P[012]$/);
      expect(summary.length, name).toBeGreaterThan(5);
      expect(description.length, name).toBeGreaterThan(20);
      expect(file).toContain(`runbook_url: "${RUNBOOK_URL}#${anchorOf(name)}"`);
    }
    expect(new Set(ALL_ALERTS.map(({ name }) => anchorOf(name))).size).toBe(
      new Set(ALL_ALERTS.map(({ name }) => name)).size,
    );
  });

  it('burn the budgets of objectives that have an edge of their own in a histogram', () => {
    expect(OBJECTIVES.map(({ slo }) => slo)).toEqual([
      'api-availability',
      'ask-availability',
      'answer-latency',
      'first-token-latency',
    ]);
  });
});

describe('the runbook', () => {
  const book = text('monitoring/runbooks/incident-response.md');
  const parts = new Map(
    book
      .split(/^## /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf('\n')), part] as const),
  );
  const names = [...new Set(ALL_ALERTS.map(({ name }) => name))];

  it.each(names)('says of %s all that is asked at night', (name) => {
    const part = parts.get(name);
    expect(part).toBeDefined();
    for (const question of [
      'What it means',
      'What the user feels',
      'First 5 minutes',
      'Queries',
      'Mitigation',
      'Verify',
      'Escalate',
      'Afterwards',
    ])
      expect(part, question).toMatch(new RegExp(`\\*\\*${question}\\.\\*\\* ?\\S?`));
    for (const severity of new Set(ALL_ALERTS.filter((one) => one.name === name).map((one) => one.severity)))
      if (name !== 'Watchdog') expect(part).toContain(severity);
  });

  it('has no part for an alert that is gone', () => {
    expect([...parts.keys()].filter((name) => /^[A-Z]\w+$/.test(name) && !names.includes(name))).toEqual([]);
  });

  it('names routes, scripts and flags that there are', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const told = [...book.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!);
    expect(told.filter((name) => !(name in scripts))).toEqual([]);
    const calls = [...book.matchAll(/api (GET|POST|PUT) '?"?(\/api\/[\w/{}.-]+)/g)].map(
      ([, method, path]) => `${method} ${path}`,
    );
    const routes = ROUTES.map(({ method, path }) => `${method} ${path}`);
    const known = (call: string) => routes.includes(call.replace('/$1', '/{key}'));
    expect(calls.filter((call) => !known(call) && !call.endsWith('/api/admin/flags/'))).toEqual([]);
    expect(calls.length).toBeGreaterThan(10);
    const flags = [...book.matchAll(/`flag ([\w-]+) (?:true|false)`/g)].map(([, key]) => key!);
    expect(flags.filter((key) => !(key in CATALOGUE))).toEqual([]);
    expect(flags.length).toBeGreaterThan(5);
  });

  it('names settings that there are', () => {
    const known = `${text('src/env.ts')}${text('.env.local.example')}`;
    const told = [...book.matchAll(/`([A-Z][A-Z_]{4,})[`=*]/g)].map(([, name]) => name!);
    // Langfuse’s and the shell’s own are set outside of this file.
    const unknown = told.filter((name) => !known.includes(name) && !/^(LANGFUSE|SIGTERM)/.test(name));
    expect(unknown).toEqual([]);
  });
});

describe('Alertmanager', () => {
  const config = join(ROOT, 'monitoring/alertmanager.yml');

  it('takes its configuration, and Prometheus its own', async () => {
    const { amtool, promtool } = await ensureMonitoringPrograms();
    expect((await execute(amtool, ['check-config', config])).stdout).toContain('SUCCESS');
    const prometheus = join(ROOT, 'monitoring/prometheus.yml');
    const said = await execute(promtool, ['check', 'config', '--syntax-only', prometheus]);
    expect(said.stdout).toContain('SUCCESS');
  });

  it.each([
    ['P0', 'page'],
    ['P1', 'today'],
    ['P2', 'ticket'],
  ])('sends %s to “%s”', async (severity, receiver) => {
    const { amtool } = await ensureMonitoringPrograms();
    const { stdout } = await execute(amtool, [
      'config',
      'routes',
      'test',
      `--config.file=${config}`,
      `--verify.receivers=${receiver}`,
      `severity=${severity}`,
      'alertname=Anything',
    ]);
    expect(stdout.trim()).toBe(receiver);
  });

  it('keeps no secret in the file, and silences only alerts that there are', () => {
    const words = text('monitoring/alertmanager.yml');
    expect(words).not.toMatch(/(routing_key|api_url|credentials|password|bearer_token):/);
    const names = new Set(ALL_ALERTS.map(({ name }) => name as string));
    const told = [...words.matchAll(/alertname =~? "([^"]+)"/g)].flatMap(([, list]) => list!.split('|'));
    expect(told.filter((name) => !names.has(name))).toEqual([]);
  });
});
