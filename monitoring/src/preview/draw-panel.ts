/** A panel with its data as HTML: a number, a chart, bars or a heatmap, drawn in SVG. */
import type { PanelSpec } from '../panel.ts';
import { formatValue } from './format-value.ts';
import type { Line, Span } from './read-panel.ts';

const COLOURS = ['#3b76c4', '#c4623b', '#3b9c6a', '#8a55b5', '#b5912a', '#c43b6f', '#2a98a6', '#6b7280'];
const THRESHOLD_COLOURS = {
  green: '#2f8f4e',
  blue: '#3b76c4',
  yellow: '#b58900',
  orange: '#c4623b',
  red: '#c0392b',
};
/** Of a drawing by the columns of its panel, so that words keep their size. */
const widthOf = ({ width = 8 }: PanelSpec) => (width >= 12 ? 600 : width >= 8 ? 400 : 240);
const HEIGHT = 200;
const LEFT = 74;
const BOTTOM = 22;
const TOP = 8;
const LEGEND_MAX = 8;

export const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const last = (line: Line) => line.points.at(-1)?.value ?? Number.NaN;

function colourAt(value: number, { base = 'green', thresholds = [] }: PanelSpec): string {
  const reached = thresholds.filter(([from]) => value >= from).at(-1);
  return THRESHOLD_COLOURS[reached?.[1] ?? base];
}

const x = (at: number, { from, until }: Span, width: number) =>
  LEFT + ((width - LEFT - 6) * (at - from)) / (until - from || 1);
const y = (value: number, most: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / (most || 1));

function clock(at: number): string {
  return new Date(at * 1_000).toISOString().slice(11, 19);
}

function axes(panel: PanelSpec, most: number, span: Span): string {
  const width = widthOf(panel);
  const levels = [0, 0.5, 1].map((part) => part * most);
  const middle = (span.from + span.until) / 2;
  return [
    ...levels.map(
      (level) =>
        `<line x1="${LEFT}" x2="${width - 6}" y1="${y(level, most)}" y2="${y(level, most)}" class="grid"/>` +
        `<text x="${LEFT - 6}" y="${y(level, most) + 4}" text-anchor="end">${formatValue(level, panel.unit)}</text>`,
    ),
    `<text x="${LEFT}" y="${HEIGHT - 4}">${clock(span.from)}</text>`,
    `<text x="${x(middle, span, width)}" y="${HEIGHT - 4}" text-anchor="middle">${clock(middle)}</text>`,
    `<text x="${width - 6}" y="${HEIGHT - 4}" text-anchor="end">${clock(span.until)}</text>`,
  ].join('');
}

/** Each line on the sum of those before it. */
function stack(lines: readonly Line[]): Line[] {
  const sums = new Map<number, number>();
  return lines.map(({ name, points }) => ({
    name,
    points: points.map(({ at, value }) => {
      const sum = (sums.get(at) ?? 0) + value;
      sums.set(at, sum);
      return { at, value: sum };
    }),
  }));
}

function pathOf(line: Line, most: number, span: Span, width: number): string {
  let before = Number.NEGATIVE_INFINITY;
  return line.points
    .map(({ at, value }) => {
      const move = at - before > span.step * 1.5 ? 'M' : 'L';
      before = at;
      return `${move}${x(at, span, width).toFixed(1)} ${y(value, most).toFixed(1)}`;
    })
    .join('');
}

function chart(panel: PanelSpec, lines: readonly Line[], span: Span): string {
  const width = widthOf(panel);
  const drawn = panel.stacked ? stack(lines) : lines;
  const highest = Math.max(...drawn.flatMap(({ points }) => points.map(({ value }) => value)), 0);
  const most = panel.max ?? (highest || 1);
  const limits = (panel.thresholds ?? []).filter(([from]) => from <= most);
  const paths = drawn.map(
    (line, index) =>
      `<path d="${pathOf(line, most, span, width)}" fill="none" stroke="${COLOURS[index % COLOURS.length]}" stroke-width="2"/>`,
  );
  const marks = limits.map(
    ([from, colour]) =>
      `<line x1="${LEFT}" x2="${width - 6}" y1="${y(from, most)}" y2="${y(from, most)}" stroke="${THRESHOLD_COLOURS[colour]}" stroke-dasharray="6 4"/>`,
  );
  const rest = lines.length - LEGEND_MAX;
  const legend = lines
    .slice(0, LEGEND_MAX)
    .map(
      (line, index) =>
        `<li><i style="background:${COLOURS[index % COLOURS.length]}"></i>${escapeHtml(line.name)} <b>${formatValue(last(line), panel.unit)}</b></li>`,
    );
  if (rest > 0) legend.push(`<li>and ${rest} more</li>`);
  return `${svg(panel, axes(panel, most, span) + marks.join('') + paths.join(''))}<ul>${legend.join('')}</ul>`;
}

function svg(panel: PanelSpec, content: string): string {
  return `<svg viewBox="0 0 ${widthOf(panel)} ${HEIGHT}" role="img" aria-label="${escapeHtml(panel.title)}">${content}</svg>`;
}

function numbers(panel: PanelSpec, lines: readonly Line[]): string {
  const shown = lines.slice(0, LEGEND_MAX).map((line) => {
    const value = last(line);
    const name =
      lines.length > 1 || line.name !== panel.title ? `<small>${escapeHtml(line.name)}</small>` : '';
    return `<p class="number" style="color:${colourAt(value, panel)}">${formatValue(value, panel.unit)}${name}</p>`;
  });
  return `<div class="numbers">${shown.join('')}</div>`;
}

function bars(panel: PanelSpec, lines: readonly Line[]): string {
  const most = Math.max(...lines.map(last), 0) || 1;
  const rows = lines.map((line) => {
    const value = last(line);
    const share = Math.max(0.5, (100 * value) / most);
    return `<tr><th>${escapeHtml(line.name)}</th><td><i style="width:${share.toFixed(1)}%;background:${colourAt(value, panel)}"></i></td><td>${formatValue(value, panel.unit)}</td></tr>`;
  });
  return `<table>${rows.join('')}</table>`;
}

/** Buckets of Prometheus include those below; a cell is what is in its own. */
function heatmap(panel: PanelSpec, lines: readonly Line[], span: Span): string {
  const rows = lines
    .map((line) => ({ ...line, edge: line.name === '+Inf' ? Number.POSITIVE_INFINITY : Number(line.name) }))
    .sort((a, b) => a.edge - b.edge);
  const own = rows.map((row, index) =>
    row.points.map(({ at, value }) => {
      const below = rows[index - 1]?.points.find((point) => point.at === at)?.value ?? 0;
      return { at, value: Math.max(0, value - below) };
    }),
  );
  const most = Math.max(...own.flat().map(({ value }) => value), 0) || 1;
  const height = (HEIGHT - TOP - BOTTOM) / rows.length;
  const whole = widthOf(panel);
  const width = ((whole - LEFT - 6) * span.step) / (span.until - span.from || 1);
  const cells = own.flatMap((points, index) =>
    points
      .filter(({ value }) => value > 0)
      .map(
        ({ at, value }) =>
          `<rect x="${(x(at, span, whole) - width).toFixed(1)}" y="${(HEIGHT - BOTTOM - height * (index + 1)).toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" fill="${COLOURS[0]}" opacity="${(0.15 + (0.85 * value) / most).toFixed(2)}"/>`,
      ),
  );
  const labels = rows.map((row, index) =>
    index % 2 === 0
      ? `<text x="${LEFT - 6}" y="${(HEIGHT - BOTTOM - height * index - 2).toFixed(1)}" text-anchor="end">${row.edge === Number.POSITIVE_INFINITY ? 'more' : formatValue(row.edge, panel.unit)}</text>`
      : '',
  );
  const times = `<text x="${LEFT}" y="${HEIGHT - 4}">${clock(span.from)}</text><text x="${whole - 6}" y="${HEIGHT - 4}" text-anchor="end">${clock(span.until)}</text>`;
  return svg(panel, cells.join('') + labels.join('') + times);
}

export function drawPanel(panel: PanelSpec, lines: readonly Line[], span: Span): string {
  if (lines.length === 0) return '<p class="empty">No data in this time.</p>';
  switch (panel.kind) {
    case 'stat':
      return numbers(panel, lines);
    case 'bargauge':
      return bars(panel, lines);
    case 'heatmap':
      return heatmap(panel, lines, span);
    case 'timeseries':
      return chart(panel, lines, span);
  }
}
