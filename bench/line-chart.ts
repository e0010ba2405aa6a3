/** Draws a few lines over a logarithmic axis as a plain SVG. */

const WIDTH = 760;
const HEIGHT = 460;
const LEFT = 64;
const TOP = 64;
const PLOT = { width: WIDTH - LEFT - 190, height: HEIGHT - TOP - 64 };
const COLOURS = ['#2563eb', '#93c5fd', '#b45309', '#fcd34d', '#15803d', '#86efac'];

export interface Line {
  name: string;
  points: { x: number; y: number }[];
}

/** `bar` is a line across that the others should stay below. */
export function lineChart(options: {
  title: string;
  subtitle: string;
  xLabel: string;
  yLabel: string;
  bar: number;
  lines: readonly Line[];
}): string {
  const { title, subtitle, xLabel, yLabel, bar, lines } = options;
  const all = lines.flatMap((line) => line.points);
  const xs = [...new Set(all.map((point) => point.x))].sort((a, b) => a - b);
  const yMax = Math.ceil(Math.max(bar * 1.1, ...all.map((point) => point.y)) / 5) * 5;
  const low = Math.log10(xs[0] ?? 1);
  const span = Math.log10(xs.at(-1) ?? 10) - low || 1;
  const x = (value: number) => (LEFT + ((Math.log10(value) - low) / span) * PLOT.width).toFixed(1);
  const y = (value: number) => (TOP + (1 - value / yMax) * PLOT.height).toFixed(1);
  const right = LEFT + PLOT.width;
  const grid = Array.from({ length: yMax / 5 + 1 }, (_, step) => step * 5).flatMap((tick) => [
    `<line x1="${LEFT}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}" stroke="#e4e4e7"/>`,
    `<text x="${LEFT - 8}" y="${Number(y(tick)) + 4}" text-anchor="end">${tick}</text>`,
  ]);
  const labels = xs.map(
    (value) =>
      `<text x="${x(value)}" y="${TOP + PLOT.height + 20}" text-anchor="middle">${value.toLocaleString('en')}</text>`,
  );
  const drawn = lines.flatMap(({ name, points }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const path = points.map((p, at) => `${at === 0 ? 'M' : 'L'}${x(p.x)} ${y(p.y)}`).join('');
    const key = TOP + 14 + index * 20;
    return [
      `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...points.map((p) => `<circle cx="${x(p.x)}" cy="${y(p.y)}" r="3.5" fill="${colour}"/>`),
      `<circle cx="${right + 16}" cy="${key - 4}" r="4" fill="${colour}"/>`,
      `<text x="${right + 26}" y="${key}">${name}</text>`,
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}" font-family="system-ui, sans-serif" font-size="12" fill="#27272a">
<title>${title}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<text x="${LEFT}" y="24" font-size="15">${title}</text>
<text x="${LEFT}" y="44" fill="#52525b">${subtitle}</text>
${[...grid, ...labels].join('\n')}
<line x1="${LEFT}" x2="${right}" y1="${y(bar)}" y2="${y(bar)}" stroke="#dc2626" stroke-dasharray="6 4"/>
<text x="${right + 8}" y="${Number(y(bar)) + 4}" fill="#dc2626">bar: ${bar}</text>
${drawn.join('\n')}
<text x="${LEFT + PLOT.width / 2}" y="${HEIGHT - 14}" text-anchor="middle">${xLabel}</text>
<text transform="translate(18 ${TOP + PLOT.height / 2}) rotate(-90)" text-anchor="middle">${yLabel}</text>
</svg>
`;
}
