/** What Grafana imports, strictly: a field that is not known here, an id or refId that is missing or used twice, is an error. */
import { z } from 'zod';
import { DATA_SOURCE } from './names.ts';

const text = z.string().min(1);
const source = z.strictObject({ type: z.literal('prometheus'), uid: z.literal(DATA_SOURCE.uid) });
const whole = z.number().int().nonnegative();

const gridPos = z.strictObject({ x: whole.max(23), y: whole, w: whole.min(1).max(24), h: whole.min(1) });

const target = z.strictObject({
  refId: z.string().regex(/^[A-Z]$/),
  datasource: source,
  expr: text,
  legendFormat: text,
  editorMode: z.literal('code'),
  format: z.enum(['time_series', 'heatmap']),
  instant: z.boolean().optional(),
  range: z.boolean().optional(),
});

const link = z.strictObject({
  title: text,
  type: z.enum(['link', 'dashboards']),
  icon: z.string(),
  tooltip: z.string(),
  url: z.string().optional(),
  tags: z.array(text),
  asDropdown: z.boolean(),
  targetBlank: z.boolean(),
  includeVars: z.boolean(),
  keepTime: z.boolean(),
});

const thresholds = z.strictObject({
  mode: z.literal('absolute'),
  steps: z
    .array(
      z.strictObject({
        value: z.number().nullable(),
        color: z.enum(['green', 'yellow', 'orange', 'red', 'blue']),
      }),
    )
    .min(1)
    .refine((steps) => steps[0]?.value === null, 'the first step has no value')
    .refine(
      (steps) => steps.slice(2).every(({ value }, index) => Number(value) > Number(steps[index + 1]?.value)),
      'steps rise',
    ),
});

const panel = z.strictObject({
  id: whole.min(1),
  type: z.enum(['stat', 'timeseries', 'bargauge', 'heatmap']),
  title: text,
  description: text,
  transparent: z.boolean(),
  datasource: source,
  gridPos,
  repeatDirection: z.literal('h').optional(),
  links: z.array(link).optional(),
  targets: z.array(target).min(1),
  fieldConfig: z.strictObject({
    defaults: z.strictObject({
      unit: text,
      min: z.number(),
      max: z.number().optional(),
      thresholds,
      custom: z.record(z.string(), z.unknown()).optional(),
    }),
    overrides: z.array(z.never()),
  }),
  options: z.record(z.string(), z.unknown()).optional(),
});

const row = z.strictObject({
  type: z.literal('row'),
  id: whole.min(1),
  title: text,
  collapsed: z.literal(false),
  gridPos,
  panels: z.array(z.never()),
});

const variable = z.strictObject({
  type: z.literal('query'),
  name: z.enum(['instance', 'route', 'model']),
  label: text,
  skipUrlSync: z.boolean(),
  datasource: source,
  query: z.strictObject({ qryType: z.literal(1), query: text, refId: text }),
  definition: text,
  current: z.strictObject({ selected: z.boolean(), text: z.array(text), value: z.array(text) }),
  refresh: z.literal(2),
  sort: z.literal(1),
  multi: z.boolean(),
  allowCustomValue: z.boolean(),
  includeAll: z.boolean(),
  allValue: text,
  // Of another kind of variable; the builder writes them into every one.
  auto: z.literal(false),
  auto_min: z.string(),
  auto_count: z.number(),
});

type Panel = z.infer<typeof panel>;

const apart = (a: z.infer<typeof gridPos>, b: z.infer<typeof gridPos>) =>
  a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;

export const dashboardFile = z
  .strictObject({
    __inputs: z.tuple([
      z.strictObject({
        name: z.literal('DS_PROMETHEUS'),
        label: text,
        description: text,
        type: z.literal('datasource'),
        pluginId: z.literal('prometheus'),
        pluginName: text,
      }),
    ]),
    __elements: z.strictObject({}),
    __requires: z.array(z.strictObject({ type: text, id: text, name: text, version: z.string() })).min(3),
    id: z.null(),
    uid: z.string().regex(/^[a-z-]{1,40}$/),
    title: text,
    description: text,
    tags: z.array(text).min(1),
    timezone: z.literal('browser'),
    editable: z.boolean(),
    graphTooltip: z.number(),
    time: z.strictObject({ from: text, to: text }),
    fiscalYearStartMonth: z.number(),
    refresh: text,
    schemaVersion: z.number().int().min(36),
    panels: z.array(z.union([row, panel])).min(1),
    templating: z.strictObject({ list: z.array(variable).min(1) }),
    annotations: z.strictObject({ list: z.array(z.never()).optional() }),
    links: z.array(link).min(2),
    liveNow: z.boolean().optional(),
    preload: z.boolean().optional(),
  })
  .superRefine((dashboard, context) => {
    const wrong = (message: string) => context.addIssue({ code: 'custom', message });
    const ids = dashboard.panels.map(({ id }) => id);
    if (new Set(ids).size !== ids.length) wrong('a panel id is used twice');
    const panels = dashboard.panels.filter((one): one is Panel => one.type !== 'row');
    for (const { title, targets } of panels) {
      if (new Set(targets.map(({ refId }) => refId)).size !== targets.length) wrong(`${title}: refIds`);
    }
    const titles = panels.map(({ title }) => title);
    for (const title of titles.filter((one, index) => titles.indexOf(one) !== index))
      wrong(`“${title}” twice`);
    for (const [index, one] of dashboard.panels.entries()) {
      if (one.gridPos.x + one.gridPos.w > 24) wrong(`“${one.title}” is too wide`);
      for (const other of dashboard.panels.slice(index + 1))
        if (!apart(one.gridPos, other.gridPos)) wrong(`“${one.title}” lies on “${other.title}”`);
    }
    const declared = new Set(dashboard.templating.list.map(({ name }) => name as string));
    const used = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => [...expr.matchAll(/\$(?!__)(\w+)/g)].map(([, name]) => name!)),
    );
    for (const name of used) if (!declared.has(name)) wrong(`$${name} is not declared`);
    for (const name of declared) if (!used.includes(name)) wrong(`$${name} is not used`);
  });
