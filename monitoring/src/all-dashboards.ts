/** The four dashboards by the names of their files. */
import { businessMetrics } from './dashboards/business-metrics.ts';
import { ragPipeline } from './dashboards/rag-pipeline.ts';
import { security } from './dashboards/security.ts';
import { systemHealth } from './dashboards/system-health.ts';
import type { DashboardName } from './names.ts';
import type { DashboardSpec } from './panel.ts';

export const ALL_DASHBOARDS: Readonly<Record<DashboardName, DashboardSpec>> = {
  'system-health': systemHealth,
  'rag-pipeline': ragPipeline,
  security,
  'business-metrics': businessMetrics,
};
