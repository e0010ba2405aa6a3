/** Opens where numbers go, and says what runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#env.ts';
import type { ScrapeRules } from '#lib/metrics/authorize-scrape.ts';
import { processTelemetry } from '#lib/observability/prometheus-telemetry.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';

/** The one of this process. */
export function openTelemetry({ mode }: Pick<Config, 'mode'>, role: 'server' | 'worker'): Telemetry {
  const telemetry = processTelemetry();
  telemetry.replace('frontdesk_build_info', [
    { labels: { version: productVersion(), mode, role }, value: 1 },
  ]);
  return telemetry;
}

/** In production mode nobody reads without a token: a proxy in front would make everybody a neighbour. */
export function scrapeRules({ mode, metrics }: Pick<Config, 'mode' | 'metrics'>): ScrapeRules {
  return { token: metrics.token, openToThisMachine: mode === 'embedded' };
}

export function productVersion(): string {
  const manifest = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
