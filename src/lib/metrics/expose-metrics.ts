/** Answers a scrape: all metrics of this process. */
import type { Exposition } from '#lib/ports/telemetry.ts';
import { authorizeScrape, type Scrape, type ScrapeRules } from './authorize-scrape.ts';
import { collectReadings, type ReadingPorts } from './collect-readings.ts';

/** Errors: those of `authorizeScrape`. */
export async function exposeMetrics(
  ports: ReadingPorts,
  rules: ScrapeRules,
  scrape: Scrape,
): Promise<Exposition> {
  authorizeScrape(ports, rules, scrape);
  await collectReadings(ports);
  return ports.telemetry.expose();
}
