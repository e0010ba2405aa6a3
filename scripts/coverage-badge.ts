/** `npm run coverage:badge`: writes docs/coverage.svg from the last coverage run; `--check` says whether it is true. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const SUMMARY = join(ROOT, 'coverage', 'coverage-summary.json');
const BADGE = join(ROOT, 'docs', 'coverage.svg');

const LABEL_WIDTH = 66;
const VALUE_WIDTH = 48;

function svg(percent: number): string {
  const width = LABEL_WIDTH + VALUE_WIDTH;
  const color = percent >= 90 ? '#2f7d32' : percent >= 80 ? '#5f6b16' : '#a8431b';
  const text = (x: number, words: string) =>
    `<text x="${x}" y="14" fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${words}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="coverage: at least ${percent} %">
<title>coverage: at least ${percent} %</title>
<clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="${LABEL_WIDTH}" height="20" fill="#555"/><rect x="${LABEL_WIDTH}" width="${VALUE_WIDTH}" height="20" fill="${color}"/></g>
${text(LABEL_WIDTH / 2, 'coverage')}
${text(LABEL_WIDTH + VALUE_WIDTH / 2, `≥ ${percent} %`)}
</svg>
`;
}

/** Statements, in percent. */
async function measured(): Promise<number> {
  const { total } = JSON.parse(await readFile(SUMMARY, 'utf8')) as { total: { statements: { pct: number } } };
  return total.statements.pct;
}

const now = await measured();
// It names a floor: timing decides a few branches, so that two runs differ by tenths.
if (process.argv.includes('--check')) {
  const shown = Number(/coverage: at least (\d+) %/.exec(await readFile(BADGE, 'utf8'))?.[1]);
  const honest = shown <= now;
  const advice = honest ? 'true' : 'false: run “npm run coverage:badge”';
  console.log(`coverage badge: at least ${shown} % shown, ${now} % measured: ${advice}`);
  process.exit(honest ? 0 : 1);
}
await writeFile(BADGE, svg(Math.floor(now)));
console.log(`wrote docs/coverage.svg: ${Math.floor(now)} % of statements`);
