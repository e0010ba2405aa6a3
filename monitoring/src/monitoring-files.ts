/** The files under monitoring/ that are written from these sources. */

import { renderRules } from './alerts/render-rules.ts';
import { ALL_DASHBOARDS } from './all-dashboards.ts';
import { buildDashboard } from './build-dashboard.ts';
import { type DashboardName, RUNBOOK_URL } from './names.ts';

/** By path under monitoring/. */
export function monitoringFiles(runbook = RUNBOOK_URL): Record<string, string> {
  const dashboards = Object.entries(ALL_DASHBOARDS).map(([name, spec]) => [
    `dashboards/${name}.json`,
    `${JSON.stringify(buildDashboard(name as DashboardName, spec, runbook), null, 2)}\n`,
  ]);
  return {
    ...Object.fromEntries(dashboards),
    'alerts/production-alerts.yml': renderRules({ runbook }),
  };
}
