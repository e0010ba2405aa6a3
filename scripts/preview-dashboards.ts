/** `npm run dashboards:preview -- --prometheus URL`: every panel with that Prometheus’s data on one page, without Grafana. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { seconds } from '../monitoring/src/alerts/render-rules.ts';
import { renderPreview } from '../monitoring/src/preview/render-preview.ts';

const POINTS = 120;
/** Rates need four scrapes of 15 s at least, as Grafana’s own interval. */
const RATE_SECONDS_MIN = 60;

const { values } = parseArgs({
  options: {
    prometheus: { type: 'string', default: 'http://127.0.0.1:9090' },
    since: { type: 'string', default: '3h' },
    out: { type: 'string', default: 'dashboards.html' },
  },
});
const until = Math.floor(Date.now() / 1_000);
const from = until - seconds(values.since);
const step = Math.max(1, Math.round((until - from) / POINTS));
const rateInterval = `${Math.max(RATE_SECONDS_MIN, 4 * step)}s`;
try {
  await writeFile(values.out, await renderPreview(values.prometheus, { from, until, step, rateInterval }));
  console.log(`wrote ${values.out}`);
} catch (error) {
  console.error(`${values.prometheus}: ${(error as Error).message}`);
  process.exit(1);
}
