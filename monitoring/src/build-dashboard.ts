/** From a dashboard as data to what Grafana imports. The builders set neither panel ids nor refIds nor checks: this does. */
import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { dashboardFile } from './dashboard-schema.ts';
import { anchorOf, DASHBOARDS, DATA_SOURCE, type DashboardName } from './names.ts';
import type { DashboardSpec, PanelSpec } from './panel.ts';

const HEIGHT = 8;
const STAT_HEIGHT = 4;
const COLUMNS = 24;

const VARIABLES = {
  instance: { label: 'Instance', query: 'label_values(frontdesk_build_info, instance)' },
  route: { label: 'Route', query: 'label_values(frontdesk_http_request_duration_seconds_count, route)' },
  model: { label: 'Model', query: 'label_values(frontdesk_model_calls_total, model)' },
} as const;

function variable(name: keyof typeof VARIABLES): grafana.QueryVariableBuilder {
  const { label, query } = VARIABLES[name];
  return new grafana.QueryVariableBuilder(name)
    .label(label)
    .datasource(DATA_SOURCE)
    .query({ qryType: 1, query, refId: `${name}-values` })
    .definition(query)
    .refresh(grafana.VariableRefresh.OnTimeRangeChanged)
    .sort(grafana.VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}

function link(title: string, url: string): grafana.DashboardLinkBuilder {
  return new grafana.DashboardLinkBuilder(title)
    .type(grafana.DashboardLinkType.Link)
    .icon('external link')
    .tooltip('')
    .url(url)
    .targetBlank(true);
}

const thresholdsOf = ({ base = 'green', thresholds = [] }: PanelSpec) =>
  new grafana.ThresholdsConfigBuilder()
    .mode(grafana.ThresholdsMode.Absolute)
    .steps([{ value: null, color: base }, ...thresholds.map(([value, color]) => ({ value, color }))]);

const lastValue = () => new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false);

function visualOf(panel: PanelSpec) {
  switch (panel.kind) {
    case 'stat':
      return new stat.PanelBuilder()
        .graphMode(common.BigValueGraphMode.Area)
        .colorMode(common.BigValueColorMode.Value)
        .reduceOptions(lastValue());
    case 'bargauge':
      return new bargauge.PanelBuilder()
        .orientation(common.VizOrientation.Horizontal)
        .displayMode(common.BarGaugeDisplayMode.Gradient)
        .reduceOptions(lastValue());
    case 'heatmap':
      return new heatmap.PanelBuilder().calculate(false);
    case 'timeseries': {
      const chart = new timeseries.PanelBuilder()
        .fillOpacity(panel.stacked ? 30 : 8)
        .showPoints(common.VisibilityMode.Never)
        .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi))
        .legend(
          new common.VizLegendOptionsBuilder()
            .displayMode(common.LegendDisplayMode.List)
            .placement(common.LegendPlacement.Bottom)
            .showLegend(true),
        );
      if (panel.thresholds)
        chart.thresholdsStyle(
          new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
        );
      if (panel.stacked) chart.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
      return chart;
    }
  }
}

function build(panel: PanelSpec, id: number, place: { x: number; y: number }, runbook: string) {
  const built = visualOf(panel)
    .id(id)
    .title(panel.title)
    .description(panel.description)
    .datasource(DATA_SOURCE)
    .unit(panel.unit)
    .min(0)
    .gridPos({ ...place, w: panel.width ?? 8, h: panel.kind === 'stat' ? STAT_HEIGHT : HEIGHT })
    .thresholds(thresholdsOf(panel));
  if (panel.max !== undefined) built.max(panel.max);
  if (panel.alert) built.links([link(`Runbook: ${panel.alert}`, `${runbook}#${anchorOf(panel.alert)}`)]);
  for (const [index, { expr, legend }] of panel.queries.entries()) {
    const query = new prometheus.DataqueryBuilder()
      .refId(String.fromCharCode(65 + index))
      .datasource(DATA_SOURCE)
      .editorMode(prometheus.QueryEditorMode.Code)
      .expr(expr)
      .legendFormat(legend)
      .format(
        panel.kind === 'heatmap' ? prometheus.PromQueryFormat.Heatmap : prometheus.PromQueryFormat.TimeSeries,
      );
    built.withTarget(panel.kind === 'bargauge' ? query.instant() : query.range());
  }
  return built;
}

/** Throws where the result is not what Grafana imports. */
export function buildDashboard(name: DashboardName, spec: DashboardSpec, runbook: string): object {
  const dashboard = new grafana.DashboardBuilder(spec.title)
    .uid(DASHBOARDS[name])
    .description(spec.description)
    .tags(['frontdesk'])
    .timezone('browser')
    .refresh('30s')
    .time({ from: 'now-3h', to: 'now' })
    .tooltip(grafana.DashboardCursorSync.Crosshair)
    .variables(spec.variables.map(variable))
    .link(
      new grafana.DashboardLinkBuilder('Frontdesk')
        .type(grafana.DashboardLinkType.Dashboards)
        .icon('dashboard')
        .tooltip('The other dashboards')
        .url('')
        .tags(['frontdesk'])
        .includeVars(true)
        .keepTime(true),
    )
    .link(link('Runbook', runbook));
  let id = 0;
  let y = 0;
  for (const row of spec.rows) {
    id += 1;
    dashboard.withRow(new grafana.RowBuilder(row.title).id(id).gridPos({ x: 0, y, w: COLUMNS, h: 1 }));
    y += 1;
    let x = 0;
    let tallest = 0;
    for (const panel of row.panels) {
      const width = panel.width ?? HEIGHT;
      if (x + width > COLUMNS) {
        y += tallest;
        x = 0;
        tallest = 0;
      }
      id += 1;
      const built = build(panel, id, { x, y }, runbook);
      dashboard.withPanel(built);
      x += width;
      tallest = Math.max(tallest, panel.kind === 'stat' ? STAT_HEIGHT : HEIGHT);
    }
    y += tallest;
  }
  // The builder puts every link into a menu that only the newest Grafana has.
  const known = (key: string, value: unknown) =>
    key === 'placement' && value === grafana.DashboardLinkPlacement.InControlsMenu ? undefined : value;
  const plain = JSON.parse(JSON.stringify(dashboard.build(), known)) as object;
  return dashboardFile.parse({
    __inputs: [
      {
        name: 'DS_PROMETHEUS',
        label: 'Prometheus',
        description: 'The Prometheus that scrapes Frontdesk',
        type: 'datasource',
        pluginId: 'prometheus',
        pluginName: 'Prometheus',
      },
    ],
    __elements: {},
    __requires: [
      { type: 'grafana', id: 'grafana', name: 'Grafana', version: '10.0.0' },
      { type: 'datasource', id: 'prometheus', name: 'Prometheus', version: '1.0.0' },
      ...[...new Set(spec.rows.flatMap(({ panels }) => panels.map(({ kind }) => kind)))]
        .sort()
        .map((kind) => ({ type: 'panel', id: kind, name: kind, version: '' })),
    ],
    ...plain,
    id: null,
  });
}
