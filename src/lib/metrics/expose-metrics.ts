/** Answers a scrape: all metrics of this process. */
import type { Exposition, Telemetry } from '#lib/ports/telemetry.ts';
import { authorizeScrape, type Scrape, type ScrapeRules } from './authorize-scrape.ts';

/** Errors: those of `authorizeScrape`. */
export async function exposeMetrics(
  ports: { telemetry: Telemetry },
  rules: ScrapeRules,
  scrape: Scrape,
): Promise<Exposition> {
  authorizeScrape(ports, rules, scrape);
  return ports.telemetry.expose();
}
