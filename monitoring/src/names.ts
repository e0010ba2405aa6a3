/** Addresses that dashboards, alerts and the runbook share. */

/** Where the runbook is read. `npm run dashboards -- --runbook URL --out FOLDER` writes the files with another address. */
export const RUNBOOK_URL = 'https://frontdesk.example/runbooks/incident-response.md';

export const DASHBOARDS = {
  'system-health': 'frontdesk-system-health',
  'rag-pipeline': 'frontdesk-rag-pipeline',
  security: 'frontdesk-security',
  'business-metrics': 'frontdesk-business-metrics',
} as const;
export type DashboardName = keyof typeof DASHBOARDS;

/** The data source that is chosen at the import of a dashboard. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in
export const DATA_SOURCE = { type: 'prometheus', uid: '${DS_PROMETHEUS}' } as const;

/** Scrape jobs of monitoring/prometheus.yml. */
export const SERVER_JOB = 'frontdesk-server';
export const WORKER_JOB = 'frontdesk-worker';

/** `ApiErrorBudgetBurn` -> `apierrorbudgetburn`, as Markdown renderers make anchors of headings. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}
