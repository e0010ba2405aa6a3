/** Draws a risk–coverage curve (El-Yaniv & Wiener 2010) as a plain SVG. */

const WIDTH = 720;
const HEIGHT = 440;
const LEFT = 64;
const TOP = 48;
const PLOT = { width: WIDTH - LEFT - 24, height: HEIGHT - TOP - 56 };

export interface JudgedAnswer {
  confidence: number;
  correct: boolean;
}

/** Answers in order of falling confidence: of the share answered (x), how many are wrong (y). */
export function riskCoverage(answers: readonly JudgedAnswer[]): { coverage: number; risk: number }[] {
  let wrong = 0;
  return [...answers]
    .sort((a, b) => b.confidence - a.confidence)
    .map(({ correct }, index) => {
      if (!correct) wrong += 1;
      return { coverage: (index + 1) / answers.length, risk: wrong / (index + 1) };
    });
}

export function riskCoverageSvg(answers: readonly JudgedAnswer[], title: string): string {
  const curve = riskCoverage(answers);
  const x = (value: number) => (LEFT + value * PLOT.width).toFixed(1);
  const y = (value: number) => (TOP + (1 - value) * PLOT.height).toFixed(1);
  const step = Math.max(1, Math.floor(curve.length / 400));
  const kept = curve.filter((_, index) => index % step === 0 || index === curve.length - 1);
  const path = kept
    .map(({ coverage, risk }, index) => `${index === 0 ? 'M' : 'L'}${x(coverage)} ${y(risk)}`)
    .join('');
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const grid = ticks.flatMap((tick) => [
    `<line x1="${x(0)}" x2="${x(1)}" y1="${y(tick)}" y2="${y(tick)}" stroke="#d4d4d8"/>`,
    `<text x="${LEFT - 8}" y="${Number(y(tick)) + 4}" text-anchor="end">${tick.toFixed(1)}</text>`,
    `<text x="${x(tick)}" y="${TOP + PLOT.height + 20}" text-anchor="middle">${tick.toFixed(1)}</text>`,
  ]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Risk–coverage curve" font-family="system-ui, sans-serif" font-size="12" fill="#27272a">
<title>Risk–coverage of quoted answers, ${title}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<text x="${LEFT}" y="24" font-size="15">Risk–coverage of quoted answers, ${title}</text>
${grid.join('\n')}
<path d="${path}" fill="none" stroke="#2563eb" stroke-width="2"/>
<text x="${LEFT + PLOT.width / 2}" y="${HEIGHT - 12}" text-anchor="middle">coverage: share of questions answered, most confident first</text>
<text transform="translate(18 ${TOP + PLOT.height / 2}) rotate(-90)" text-anchor="middle">risk: share of those answers that are wrong</text>
</svg>
`;
}
