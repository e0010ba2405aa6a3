/** Writes docs/METRICS.md from the catalogue. */
import { METRICS, type MetricDefinition } from '#lib/contracts/metrics.ts';

const HEAD = `# Metrics

Generated from \`src/lib/contracts/metrics.ts\` by \`npm run docs\`.

\`GET /api/metrics\` answers in Prometheus’s text format. Every process has its own: servers on their port, workers on
\`METRICS_PORT\`. Scrape each of them. With \`METRICS_TOKEN\` set, a scrape sends \`Authorization: Bearer …\`; without it embedded
mode and workers answer this machine only, and servers of production mode answer 404.

- No label holds a tenant, a person, a question or a URL. A closed label has the values listed; an open one (*any*) takes few short
  names (routes by template, models) and \`other\`.
- Counters and histograms with closed labels start at zero. Sum them over processes.
- A *shared* gauge is read from the database and every process tells the same: take the maximum, never the sum. One that could not
  be read for a minute is missing, and \`frontdesk_collect_errors_total\` has counted why.
- Tokens and cost are what models report; cost needs prices (\`LLM_PRICE_*\`, \`EMBEDDING_PRICE_*\`).

| name | type | labels | meaning |
| --- | --- | --- | --- |
`;

export function metricsReference(): string {
  const rows = Object.entries(METRICS as Record<string, MetricDefinition>).map(([name, definition]) =>
    ['', code(name), typeOf(definition), labelsOf(definition), meaningOf(definition), ''].join(' | ').trim(),
  );
  return `${HEAD}${rows.join('\n')}\n`;
}

const code = (text: string) => `\`${text}\``;

const typeOf = ({ type, shared }: MetricDefinition) => (shared ? `${type}, shared` : type);

function labelsOf({ labels }: MetricDefinition): string {
  return Object.entries(labels)
    .map(([label, values]) => `${code(label)}: ${values === null ? '*any*' : values.join(', ')}`)
    .join('<br>');
}

function meaningOf({ help, buckets }: MetricDefinition): string {
  return buckets === undefined ? help : `${help} Edges: ${buckets.join(', ')}.`;
}
