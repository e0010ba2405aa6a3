/** All panels of all dashboards with their data as one HTML page that needs nothing else: what Grafana would show. */
import { ALL_DASHBOARDS } from '../all-dashboards.ts';
import { anchorOf, RUNBOOK_URL } from '../names.ts';
import type { PanelSpec } from '../panel.ts';
import { drawPanel, escapeHtml } from './draw-panel.ts';
import { readPanel, type Span } from './read-panel.ts';

const STYLE = `
:root { color-scheme: light; font: 15px/1.45 system-ui, sans-serif; color: #1d2430; background: #f4f5f7; }
body { margin: 0 auto; padding: 16px; max-width: 1500px; }
nav a { margin-right: 16px; } a { color: #1f5fae; }
h1 { font-size: 22px; } h2 { font-size: 20px; margin: 32px 0 4px; } h3 { font-size: 16px; margin: 20px 0 8px; }
.row { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); gap: 8px; }
article { grid-column: span var(--width); background: #fff; border: 1px solid #d9dde3; border-radius: 6px; padding: 10px 12px; min-width: 0; }
article h4 { font-size: 14px; margin: 0; } article > p.about { font-size: 12px; color: #515b6b; margin: 2px 0 8px; }
svg { width: 100%; height: auto; display: block; } svg text { font-size: 12px; fill: #515b6b; } .grid { stroke: #e3e6ea; }
ul { list-style: none; margin: 6px 0 0; padding: 0; font-size: 12px; display: flex; flex-wrap: wrap; gap: 2px 12px; }
li { overflow-wrap: anywhere; } li i { display: inline-block; width: 10px; height: 10px; margin-right: 5px; border-radius: 2px; }
.numbers { display: flex; flex-wrap: wrap; gap: 4px 18px; } .number { font-size: 24px; font-weight: 600; margin: 0; }
.number small { display: block; font-size: 12px; font-weight: 400; color: #515b6b; overflow-wrap: anywhere; }
table { width: 100%; font-size: 12px; border-collapse: collapse; } th { text-align: left; font-weight: 400; padding-right: 8px; }
td:nth-child(2) { width: 60%; } td i { display: block; height: 12px; border-radius: 2px; } td:last-child { text-align: right; white-space: nowrap; }
.empty { color: #515b6b; }
@media (max-width: 800px) { .row { grid-template-columns: minmax(0, 1fr); } article { grid-column: auto; } nav a { display: inline-block; padding: 8px 0; } }
`;

async function article(prometheus: string, panel: PanelSpec, span: Span): Promise<string> {
  const lines = await readPanel(prometheus, panel, span);
  const runbook = panel.alert
    ? ` <a href="${RUNBOOK_URL}#${anchorOf(panel.alert)}">${escapeHtml(panel.alert)}</a>`
    : '';
  return [
    `<article style="--width:${panel.width ?? 8}" data-series="${lines.length}">`,
    `<h4>${escapeHtml(panel.title)}</h4>`,
    `<p class="about">${escapeHtml(panel.description)}${runbook}</p>`,
    drawPanel(panel, lines, span),
    '</article>',
  ].join('\n');
}

export async function renderPreview(prometheus: string, span: Span): Promise<string> {
  const sections: string[] = [];
  for (const [name, { title, description, rows }] of Object.entries(ALL_DASHBOARDS)) {
    sections.push(`<section id="${name}"><h2>${escapeHtml(title)}</h2><p>${escapeHtml(description)}</p>`);
    for (const row of rows) {
      const articles = await Promise.all(row.panels.map((panel) => article(prometheus, panel, span)));
      sections.push(`<h3>${escapeHtml(row.title)}</h3><div class="row">${articles.join('\n')}</div>`);
    }
    sections.push('</section>');
  }
  const links = Object.entries(ALL_DASHBOARDS).map(
    ([name, { title }]) => `<a href="#${name}">${escapeHtml(title.replace('Frontdesk / ', ''))}</a>`,
  );
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Frontdesk dashboards</title>',
    `<style>${STYLE}</style></head><body><h1>Frontdesk dashboards</h1><nav>${links.join('')}</nav>`,
    ...sections,
    '</body></html>',
    '',
  ].join('\n');
}
