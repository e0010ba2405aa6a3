/** Every route of the API, once: the host, the OpenAPI document and the tests read this list. */

import {
  adminLoginRoute,
  adminLogoutRoute,
  adminMeRoute,
  adminSetupRoute,
  changePasswordRoute,
  inviteAdminRoute,
  listAdminsRoute,
  listAuditRoute,
  resetPasswordRoute,
  updateAdminRoute,
} from './admin.ts';
import { listConversationsRoute } from './admin-conversations.ts';
import { adminEventsRoute } from './admin-events.ts';
import { adminHealthRoute } from './admin-health.ts';
import {
  cancelTrialRoute,
  extendTrialRoute,
  getAdminTrialRoute,
  listTrialsRoute,
  upgradeTrialRoute,
} from './admin-trials.ts';
import { getOverviewRoute, listUnansweredRoute } from './admin-usage.ts';
import {
  adminApproveWorkflowRoute,
  adminCancelWorkflowRoute,
  adminRejectWorkflowRoute,
  adminResumeWorkflowRoute,
  adminRetryWorkflowRoute,
  adminRollbackWorkflowRoute,
  getAdminWorkflowRoute,
  listWorkflowsRoute,
} from './admin-workflows.ts';
import { askRoute, feedbackRoute } from './ask.ts';
import { getAssessmentRoute } from './assessment.ts';
import { getBrandingRoute, updateBrandingRoute } from './branding.ts';
import { eraseTrialRoute, eraseVisitorRoute, exportTrialRoute } from './erasure.ts';
import { listFlagsRoute, setFlagRoute } from './flags.ts';
import {
  addTextRoute,
  getSourceRoute,
  listChunksRoute,
  listSourcesRoute,
  removeSourceRoute,
  uploadRoute,
} from './kb.ts';
import { createKeyRoute, listKeysRoute, revokeKeyRoute } from './keys.ts';
import { mcpRoute } from './mcp.ts';
import { setRateLimitsRoute } from './rate-limits.ts';
import type { RouteContract } from './route-contract.ts';
import { liveRoute, metricsRoute, openApiRoute, readyRoute } from './system.ts';
import {
  listBookingsRoute,
  listEscalationsRoute,
  listLeadsRoute,
  listToolsRoute,
  runToolRoute,
  updateToolsRoute,
} from './tools.ts';
import {
  getTrialRoute,
  redeemResumeRoute,
  requestResumeRoute,
  startTrialRoute,
  trialEventsRoute,
} from './trial.ts';
import {
  openSessionRoute,
  previewWidgetRoute,
  publishWidgetRoute,
  widgetConfigRoute,
  widgetHistoryRoute,
} from './widget.ts';
import {
  cancelWorkflowRoute,
  getWorkflowRoute,
  resumeWorkflowRoute,
  retryWorkflowRoute,
  rollbackWorkflowRoute,
} from './workflow.ts';

export const ROUTES: readonly RouteContract[] = [
  startTrialRoute,
  requestResumeRoute,
  redeemResumeRoute,
  getTrialRoute,
  getWorkflowRoute,
  resumeWorkflowRoute,
  retryWorkflowRoute,
  cancelWorkflowRoute,
  rollbackWorkflowRoute,
  trialEventsRoute,
  getAssessmentRoute,
  exportTrialRoute,
  eraseTrialRoute,
  eraseVisitorRoute,
  uploadRoute,
  addTextRoute,
  listSourcesRoute,
  getSourceRoute,
  listChunksRoute,
  removeSourceRoute,
  getBrandingRoute,
  updateBrandingRoute,
  listToolsRoute,
  updateToolsRoute,
  listLeadsRoute,
  listBookingsRoute,
  listEscalationsRoute,
  runToolRoute,
  createKeyRoute,
  listKeysRoute,
  revokeKeyRoute,
  askRoute,
  feedbackRoute,
  publishWidgetRoute,
  previewWidgetRoute,
  widgetConfigRoute,
  openSessionRoute,
  widgetHistoryRoute,
  mcpRoute,
  adminLoginRoute,
  adminSetupRoute,
  adminLogoutRoute,
  adminMeRoute,
  changePasswordRoute,
  listAdminsRoute,
  inviteAdminRoute,
  updateAdminRoute,
  resetPasswordRoute,
  listAuditRoute,
  setRateLimitsRoute,
  listTrialsRoute,
  getAdminTrialRoute,
  extendTrialRoute,
  upgradeTrialRoute,
  cancelTrialRoute,
  listConversationsRoute,
  getOverviewRoute,
  adminEventsRoute,
  adminHealthRoute,
  listUnansweredRoute,
  listWorkflowsRoute,
  getAdminWorkflowRoute,
  adminResumeWorkflowRoute,
  adminRetryWorkflowRoute,
  adminApproveWorkflowRoute,
  adminRejectWorkflowRoute,
  adminRollbackWorkflowRoute,
  adminCancelWorkflowRoute,
  listFlagsRoute,
  setFlagRoute,
  liveRoute,
  readyRoute,
  metricsRoute,
  openApiRoute,
];
