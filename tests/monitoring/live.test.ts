/**
 * Server and worker under a load, scraped by a real Prometheus: every panel has data and can be looked at; then things are broken,
 * and each time the alert reaches Slack, PagerDuty or the tickets, and goes when all is well again.
 */
import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runbookUrl } from '../../monitoring/src/alerts/render-rules.ts';
import { ALL_DASHBOARDS } from '../../monitoring/src/all-dashboards.ts';
import { RUNBOOK_URL } from '../../monitoring/src/names.ts';
import { fillIn } from '../../monitoring/src/preview/read-panel.ts';
import { ensureChromium } from '../../scripts/ensure-chromium.ts';
import { logIn } from '../fixtures/admin-client.ts';
import type { Delivery } from '../fixtures/alert-receiver.ts';
import { type MonitoredFleet, startMonitoredFleet } from '../fixtures/monitored-fleet.ts';
import { NO_RATE_LIMITS } from '../fixtures/no-rate-limits.ts';
import { alerts, eventually, instant } from '../fixtures/prometheus-client.ts';
import { ROOT } from '../fixtures/repository.ts';
import { type ScriptedLoad, startScriptedLoad } from '../fixtures/scripted-load.ts';

/** From breaking to the word of it, and from repair to the word that it is over. */
const DRILL_MS = 90_000;
/** Some things come only with every fifth round of the load. */
const PANELS_MS = 180_000;
const SCRAPES_BEFORE = 30;
/** Where the page and its pictures are left to look at. */
const PICTURES = join(ROOT, 'test-results', 'dashboards');

let monitored: MonitoredFleet;
let load: ScriptedLoad;

const {
  'admin-login': _login,
  'trial-resume-hour': _resume,
  ...unlimited
} = JSON.parse(NO_RATE_LIMITS.RATE_LIMITS) as Record<string, number>;

beforeAll(async () => {
  monitored = await startMonitoredFleet({
    RATE_LIMITS: JSON.stringify({ ...unlimited, 'trial-resume-hour': 3 }),
  });
  load = await startScriptedLoad(monitored);
});
afterAll(async () => {
  await load?.stop();
  await monitored?.close();
});

const span = () => {
  const until = Math.floor(Date.now() / 1_000);
  return { from: until - 60, until, step: 1, rateInterval: '60s' };
};
const PANELS = Object.values(ALL_DASHBOARDS).flatMap(({ rows }) => rows.flatMap(({ panels }) => panels));

async function withoutData(): Promise<string[]> {
  const empty: string[] = [];
  for (const { title, queries } of PANELS) {
    for (const { expr, legend } of queries) {
      const series = await instant(monitored.prometheus.url, fillIn(expr, span()));
      if (!series.some(({ value }) => Number.isFinite(Number(value?.[1])))) empty.push(`${title}: ${legend}`);
    }
  }
  return empty;
}

describe('under a load', () => {
  it('server and worker are scraped, and nothing that was asked went wrong', async () => {
    const scraped = await eventually('scrapes of both', async () => {
      const counts = await instant(monitored.prometheus.url, 'count_over_time(up[2m])');
      const enough = counts.filter(({ value }) => Number(value![1]) >= SCRAPES_BEFORE);
      return enough.length === 2 && enough;
    });
    expect(scraped.map(({ metric }) => metric.job).sort()).toEqual(['frontdesk-server', 'frontdesk-worker']);
    await eventually('both up', async () => {
      const up = await instant(monitored.prometheus.url, 'up');
      return up.length === 2 && up.every(({ value }) => value![1] === '1');
    });
    await eventually('rounds of the load', async () => load.rounds() > 2);
    expect(load.problems).toEqual([]);
  });

  it(
    'every query of every panel gives numbers',
    async () => {
      const last = { empty: [] as string[] };
      await eventually(
        'data for every panel',
        async () => {
          last.empty = await withoutData();
          return last.empty.length === 0;
        },
        PANELS_MS,
      ).catch(() => undefined);
      expect(last.empty).toEqual([]);
    },
    2 * PANELS_MS,
  );

  it('the runbook asks Prometheus and the database what they understand', async () => {
    const book = readFileSync(join(ROOT, 'monitoring/runbooks/incident-response.md'), 'utf8');
    const asked = [...book.matchAll(/^prom '([^']+)'/gm)].map(([, query]) => query!);
    for (const query of asked) await instant(monitored.prometheus.url, query);
    const told = [...book.matchAll(/^(platform|owner) "([^"]+)"/gm)];
    for (const [, as, statement] of told) {
      const role = as === 'platform' ? 'set local role platform_user;' : '';
      await monitored.fleet.postgres.query(`begin; ${role} ${statement}; commit`);
    }
    expect(asked.length).toBeGreaterThan(60);
    expect(told.length).toBeGreaterThan(20);
  });

  it('`npm run dashboards:preview` shows them all, on a wide screen and on a phone', async () => {
    mkdirSync(PICTURES, { recursive: true });
    const page = join(PICTURES, 'dashboards.html');
    const preview = ['scripts/preview-dashboards.ts', '--since', '1m', '--out', page];
    await promisify(execFile)(process.execPath, [...preview, '--prometheus', monitored.prometheus.url], {
      cwd: ROOT,
    });
    const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox'] });
    try {
      for (const width of [1280, 375]) {
        const tab = await browser.newPage({ viewport: { width, height: 800 } });
        const said: string[] = [];
        tab.on('pageerror', (error) => said.push(error.message));
        tab.on('console', (message) => said.push(message.text()));
        await tab.goto(pathToFileURL(page).href);
        expect(await tab.locator('section').count()).toBe(4);
        expect(await tab.locator('article').count()).toBe(PANELS.length);
        const empty = await tab.locator('article[data-series="0"] h4').allTextContents();
        expect(empty).toEqual([]);
        expect(await tab.locator('article svg path[d*="L"]').count()).toBeGreaterThan(40);
        // Nothing hangs over the edge.
        expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        for (const name of Object.keys(ALL_DASHBOARDS))
          await tab.locator(`#${name}`).screenshot({ path: join(PICTURES, `${name}-${width}.png`) });
        expect(said).toEqual([]);
        await tab.close();
      }
    } finally {
      await browser.close();
    }
  });
});

interface Drill {
  alert: string;
  severity: 'P0' | 'P1';
  to: readonly Delivery['to'][];
  break: () => Promise<void> | void;
  repair: () => Promise<void> | void;
  /** Alerts that fire meanwhile and must reach nobody. */
  inhibited?: readonly string[];
}

/** Requests one after the other until told to stop. */
function flood(send: () => Promise<unknown>, abreast: number): { stop(): Promise<void> } {
  let going = true;
  const running = Array.from({ length: abreast }, async () => {
    while (going) await send().catch(() => new Promise((resolve) => setTimeout(resolve, 100)));
  });
  return {
    async stop() {
      going = false;
      await Promise.all(running);
    },
  };
}

let flooding: { stop(): Promise<void> } | undefined;

const DRILLS: readonly Drill[] = [
  {
    alert: 'ServersDown',
    severity: 'P0',
    to: ['pagerduty', 'slack'],
    break: async () => void (await monitored.server.end('SIGKILL')),
    repair: () => monitored.restart('server'),
    inhibited: ['TargetDown'],
  },
  {
    alert: 'WorkersDown',
    severity: 'P1',
    to: ['slack', 'ticket'],
    break: async () => void (await monitored.worker.end('SIGKILL')),
    repair: () => monitored.restart('worker'),
  },
  {
    alert: 'DatabaseUnavailable',
    severity: 'P0',
    to: ['pagerduty', 'slack'],
    break: () => monitored.fleet.postgres.stop(),
    repair: () => monitored.fleet.postgres.start(),
  },
  {
    alert: 'RedisUnavailable',
    severity: 'P1',
    to: ['slack', 'ticket'],
    break: () => void process.kill(monitored.fleet.redis.server.pid, 'SIGSTOP'),
    repair: () => void process.kill(monitored.fleet.redis.server.pid, 'SIGCONT'),
    inhibited: ['RateLimiterFallback'],
  },
  {
    alert: 'AdminLoginSpike',
    severity: 'P1',
    to: ['slack', 'ticket'],
    break: () => {
      const guess = () => logIn(monitored.server.url, 'owner@frontdesk.example', 'one-guess-of-a-great-many');
      flooding = flood(guess, 4);
    },
    repair: () => flooding?.stop(),
  },
  {
    alert: 'ModelErrors',
    severity: 'P1',
    to: ['slack', 'ticket'],
    break: () => {
      monitored.chatBecomes('error_500');
      let asked = 0;
      flooding = flood(() => load.tenant.ask(`How long is the warranty of part ${asked++}?`), 2);
    },
    repair: async () => {
      await flooding?.stop();
      monitored.chatBecomes('ok');
    },
  },
];

describe.each(DRILLS)('drill: $alert', ({ alert, severity, to, break: breakIt, repair, inhibited = [] }) => {
  const heardOf = (since: number) =>
    new Set(
      monitored.receiver.deliveries
        .filter((one) => one.alert === alert && one.state === 'firing' && one.at >= since)
        .map((one) => one.to),
    );
  const lastWord = (receiver: string, since: number) =>
    monitored.receiver.deliveries.findLast(
      (one) => one.alert === alert && one.to === receiver && one.at >= since,
    )?.state;

  it(
    `reaches ${to.join(' and ')} and is over after repair, within 90 s each`,
    async () => {
      const broken = performance.now();
      await breakIt();
      try {
        await eventually(
          `${alert} fires`,
          async () =>
            (await alerts(monitored.prometheus.url)).some(
              ({ labels, state }) => labels.alertname === alert && state === 'firing',
            ),
          DRILL_MS,
        );
        const words = () => to.every((one) => heardOf(broken).has(one));
        await eventually(
          `${alert} reaches ${to}`,
          async () => words(),
          DRILL_MS - (performance.now() - broken),
        );
        for (const other of inhibited) {
          const since = monitored.receiver.deliveries.filter(
            (one) => one.alert === other && one.state === 'firing' && one.at >= broken,
          );
          expect(since).toEqual([]);
        }
      } finally {
        await repair();
      }
      const repaired = performance.now();
      await eventually(
        `${alert} is over for ${to}`,
        // On a slow machine it may have been over for a moment before: the last word counts.
        async () => to.every((one) => lastWord(one, broken) === 'resolved'),
        DRILL_MS,
      );
      const [fired, over] = [repaired - broken, performance.now() - repaired];
      appendFileSync(
        join(PICTURES, 'drills.txt'),
        `${alert}: told after ${(fired / 1_000).toFixed(1)} s, over after ${(over / 1_000).toFixed(1)} s\n`,
      );
      const own = monitored.receiver.deliveries.filter((one) => one.alert === alert && one.at >= broken);
      expect(new Set(own.map((one) => one.to))).toEqual(new Set(to));
      for (const one of own) {
        expect(one.runbook).toBe(runbookUrl(RUNBOOK_URL, alert));
        expect(one.severity).toBe(one.to === 'pagerduty' ? 'critical' : severity);
      }
      expect(monitored.receiver.refused).toEqual([]);
    },
    2 * DRILL_MS + 60_000,
  );
});

describe('the way of an alert', () => {
  it('was watched all the time', () => {
    const beats = monitored.receiver.deliveries.filter(({ to }) => to === 'heartbeat');
    expect(beats.length).toBeGreaterThan(0);
    expect(new Set(beats.map(({ alert }) => alert))).toEqual(new Set(['Watchdog']));
    expect(monitored.receiver.refused).toEqual([]);
  });
});
