/** What a panel is, as data: kind, queries, unit, thresholds and the sentence that explains it. */

export type PanelKind = 'stat' | 'timeseries' | 'bargauge' | 'heatmap';

export interface PanelSpec {
  kind: PanelKind;
  title: string;
  /** What is seen, and what to make of it. */
  description: string;
  /** Of Grafana's list of units. */
  unit: string;
  queries: readonly { expr: string; legend: string }[];
  /** From each value on, in this colour; below the first all is well. */
  thresholds?: readonly (readonly [from: number, colour: 'yellow' | 'orange' | 'red' | 'green'])[];
  /** Colour below the first threshold; green unless told otherwise. */
  base?: 'green' | 'red' | 'blue';
  /** Of 24 columns. */
  width?: number;
  stacked?: boolean;
  max?: number;
  /** The alert whose part of the runbook this panel leads to. */
  alert?: string;
}

export interface RowSpec {
  title: string;
  panels: readonly PanelSpec[];
}

export interface DashboardSpec {
  title: string;
  description: string;
  variables: readonly ('instance' | 'route' | 'model')[];
  rows: readonly RowSpec[];
}

type Rest = Omit<PanelSpec, 'kind' | 'title' | 'unit' | 'queries' | 'description'>;
type Queries = string | Readonly<Record<string, string>>;

/** Legend to expression; a lone expression is named by the panel. */
const queriesOf = (title: string, queries: Queries) =>
  typeof queries === 'string'
    ? [{ expr: queries, legend: title }]
    : Object.entries(queries).map(([legend, expr]) => ({ expr, legend }));

const maker =
  (kind: PanelKind) =>
  (title: string, unit: string, queries: Queries, description: string, rest: Rest = {}): PanelSpec => ({
    kind,
    title,
    description,
    unit,
    queries: queriesOf(title, queries),
    ...rest,
  });

export const stat = maker('stat');
export const lines = maker('timeseries');
export const bars = maker('bargauge');
export const heatmap = maker('heatmap');
