/** A panel’s data from a Prometheus, with Grafana’s variables filled in. */
import type { PanelSpec } from '../panel.ts';

export interface Span {
  /** Unix seconds. */
  from: number;
  until: number;
  step: number;
  /** In place of `$__rate_interval`. */
  rateInterval: string;
}

export interface Line {
  name: string;
  points: { at: number; value: number }[];
}

/** All instances, routes and models. */
export function fillIn(expr: string, { from, until, rateInterval }: Span): string {
  return expr
    .replaceAll('$__rate_interval', rateInterval)
    .replaceAll('$__range', `${Math.max(1, Math.round(until - from))}s`)
    .replaceAll(/\$(instance|route|model)\b/g, '.*');
}

function nameOf(legend: string, labels: Record<string, string>): string {
  const name = legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '');
  return name.trim() || legend;
}

interface Answer {
  status: string;
  error?: string;
  data: { result: { metric: Record<string, string>; values: [number, string][] }[] };
}

/** Throws where Prometheus refuses a query. */
export async function readPanel(prometheus: string, panel: PanelSpec, span: Span): Promise<Line[]> {
  const answers = await Promise.all(
    panel.queries.map(async ({ expr, legend }) => {
      const parameters = new URLSearchParams({
        query: fillIn(expr, span),
        start: String(span.from),
        end: String(span.until),
        step: String(span.step),
      });
      const response = await fetch(`${prometheus}/api/v1/query_range?${parameters}`);
      const answer = (await response.json()) as Answer;
      if (answer.status !== 'success') throw new Error(`${panel.title}: ${answer.error}`);
      return answer.data.result.map(({ metric, values }) => ({
        name: nameOf(legend, metric),
        points: values
          .map(([at, value]) => ({ at, value: Number(value) }))
          .filter(({ value }) => Number.isFinite(value)),
      }));
    }),
  );
  return answers.flat().filter(({ points }) => points.length > 0);
}
