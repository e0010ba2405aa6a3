/** The application: every verb bound to its ports. To add a verb, add a line. */
import type { Config } from '#env.ts';
import { cancelTrial } from '#lib/admin/cancel-trial.ts';
import { changeAdminPassword } from '#lib/admin/change-admin-password.ts';
import { extendTrial } from '#lib/admin/extend-trial.ts';
import { getHealth } from '#lib/admin/get-health.ts';
import { getOverview } from '#lib/admin/get-overview.ts';
import { getTenantWorkflow } from '#lib/admin/get-tenant-workflow.ts';
import { getTrialDetail } from '#lib/admin/get-trial-detail.ts';
import { inviteAdmin } from '#lib/admin/invite-admin.ts';
import { listAdmins } from '#lib/admin/list-admins.ts';
import { listAudit } from '#lib/admin/list-audit.ts';
import { listConversations } from '#lib/admin/list-conversations.ts';
import { listTrials } from '#lib/admin/list-trials.ts';
import { listUnanswered } from '#lib/admin/list-unanswered.ts';
import { listWorkflows } from '#lib/admin/list-workflows.ts';
import { operateTenantWorkflow, type TenantWorkflowOrder } from '#lib/admin/operate-tenant-workflow.ts';
import { resetAdminPassword } from '#lib/admin/reset-admin-password.ts';
import { updateAdmin } from '#lib/admin/update-admin.ts';
import { changeWatch } from '#lib/admin/watch-changes.ts';
import { type AdminCredential, authenticateAdmin } from '#lib/auth/admin-auth.ts';
import { authenticate } from '#lib/auth/authenticate.ts';
import { createKey } from '#lib/auth/create-key.ts';
import { getAdmin } from '#lib/auth/get-admin.ts';
import { listKeys } from '#lib/auth/list-keys.ts';
import { type LoginRequest, logInAdmin } from '#lib/auth/log-in-admin.ts';
import { logOutAdmin } from '#lib/auth/log-out-admin.ts';
import { revokeKey } from '#lib/auth/revoke-key.ts';
import { firstOwnerLink, setUpAdmin } from '#lib/auth/set-up-admin.ts';
import { eraseVisitor } from '#lib/chat/erase-visitor.ts';
import { giveFeedback } from '#lib/chat/give-feedback.ts';
import type {
  AuditQuery,
  ChangePasswordInput,
  InviteInput,
  LoginInput,
  SetupInput,
  UpdateAdminInput,
} from '#lib/contracts/admin.ts';
import type { ListConversationsQuery } from '#lib/contracts/admin-conversations.ts';
import type { ListTrialsQuery } from '#lib/contracts/admin-trials.ts';
import type { UnansweredQuery } from '#lib/contracts/admin-usage.ts';
import type { ListWorkflowsQuery } from '#lib/contracts/admin-workflows.ts';
import type { AskBatchInput, AskInput, FeedbackInput } from '#lib/contracts/ask.ts';
import type { BrandingInput } from '#lib/contracts/branding.ts';
import type { ListFlagsInput, SetFlagInput } from '#lib/contracts/flags.ts';
import type { AddTextInput } from '#lib/contracts/kb.ts';
import type { CreateKeyInput } from '#lib/contracts/keys.ts';
import type { RecordKind, RunToolInput, UpdateToolsInput } from '#lib/contracts/tools.ts';
import type { StartTrialInput } from '#lib/contracts/trial.ts';
import type { OpenSessionInput } from '#lib/contracts/widget.ts';
import type { AdminCaller, AskCaller, Caller, TenantCaller, VisitorCaller } from '#lib/core/caller.ts';
import type { Plan } from '#lib/core/limits.ts';
import { listFlags } from '#lib/flags/list-flags.ts';
import { setFlag } from '#lib/flags/set-flag.ts';
import type { KeyClaim } from '#lib/idempotency/idempotency-store.ts';
import { runOnce } from '#lib/idempotency/run-once.ts';
import { acceptUpload, type UploadedFile } from '#lib/kb/accept-upload.ts';
import { addText } from '#lib/kb/add-text.ts';
import { getSource } from '#lib/kb/get-source.ts';
import { listSources } from '#lib/kb/list-sources.ts';
import { removeSource } from '#lib/kb/remove-source.ts';
import type { Scrape } from '#lib/metrics/authorize-scrape.ts';
import { countRefusals } from '#lib/metrics/count-refusals.ts';
import { exposeMetrics } from '#lib/metrics/expose-metrics.ts';
import { type ChunkPage, listChunks } from '#lib/rag/list-chunks.ts';
import { type AskOptions, answer, answerBatch } from '#lib/ragPipeline.ts';
import { type SetRateLimitsInput, setRateLimits } from '#lib/security/set-rate-limits.ts';
import { getBranding } from '#lib/tenants/get-branding.ts';
import { updateBranding } from '#lib/tenants/update-branding.ts';
import { getTools } from '#lib/tools/get-tools.ts';
import { listRecords } from '#lib/tools/list-records.ts';
import { runTool, type ToolCaller } from '#lib/tools/run-tool.ts';
import { updateTools } from '#lib/tools/update-tools.ts';
import { eraseTrial } from '#lib/trial/erase-trial.ts';
import { exportTrial } from '#lib/trial/export-trial.ts';
import { getAssessment } from '#lib/trial/get-assessment.ts';
import { getTrial } from '#lib/trial/get-trial.ts';
import { getWorkflow } from '#lib/trial/get-workflow.ts';
import { type OwnOperation, operateOwnWorkflow } from '#lib/trial/operate-own-workflow.ts';
import { redeemResume } from '#lib/trial/redeem-resume.ts';
import { requestResume } from '#lib/trial/request-resume.ts';
import { startTrial } from '#lib/trial/start-trial.ts';
import { upgradeTrial } from '#lib/trial/upgrade-trial.ts';
import { watchEvents } from '#lib/trial/watch-events.ts';
import { askAsVisitor } from '#lib/widget/ask-as-visitor.ts';
import { authenticateVisitor } from '#lib/widget/authenticate-visitor.ts';
import { embedWidget } from '#lib/widget/embed-widget.ts';
import { getHistory } from '#lib/widget/get-history.ts';
import { getWidgetConfig } from '#lib/widget/get-widget-config.ts';
import { openSession } from '#lib/widget/open-session.ts';
import { previewWidget } from '#lib/widget/preview-widget.ts';
import { publishWidget } from '#lib/widget/publish-widget.ts';
import { openAdminAuth } from './admin-auth.ts';
import type { Ports } from './ports.ts';
import { processFacts } from './process-facts.ts';
import { scrapeRules } from './telemetry.ts';
import { readWidgetScript } from './widget-script.ts';

/** `close` releases what the mode opened. Errors: ConfigError without the secrets of admin authentication. */
export function buildApp(config: Config, ports: Ports, close: () => Promise<void>) {
  const { limiter, telemetry } = ports;
  const rateLimiting = { limiter, limits: config.rateLimits, trustedProxies: config.trustedProxies };
  const adminPorts = { ...ports, ...openAdminAuth(config), rateLimiting };
  const changes = changeWatch(ports);
  const facts = processFacts(config, ports);
  return {
    config,
    log: ports.log,
    telemetry,
    close,
    rateLimiting,
    readiness: facts.readiness,
    metrics: (scrape: Scrape) => exposeMetrics(ports, scrapeRules(config), scrape),
    authenticate: countRefusals(telemetry, 'tenant_token', (requestId: string, token: string) =>
      authenticate(ports, requestId, token),
    ),
    authenticateVisitor: countRefusals(
      telemetry,
      'widget_token',
      (requestId: string, token: string, origin: string | null) =>
        authenticateVisitor(ports, requestId, token, origin),
    ),
    idempotent: (caller: AskCaller, claim: KeyClaim, run: () => Promise<{ status: number; body: unknown }>) =>
      runOnce(ports, caller, claim, run),

    authenticateAdmin: countRefusals(
      telemetry,
      'admin_token',
      (request: { requestId: string; address: string }, credential: AdminCredential) =>
        authenticateAdmin(adminPorts, request, credential),
    ),
    logInAdmin: countRefusals(telemetry, 'admin_login', (request: LoginRequest, input: LoginInput) =>
      logInAdmin(adminPorts, request, input),
    ),
    setUpAdmin: (request: LoginRequest, input: SetupInput) => setUpAdmin(adminPorts, request, input),
    firstOwnerLink: () => firstOwnerLink(ports),
    logOutAdmin: (caller: AdminCaller) => logOutAdmin(ports, caller),
    getAdmin: (caller: AdminCaller) => getAdmin(adminPorts, caller),
    changeAdminPassword: (caller: AdminCaller, input: ChangePasswordInput) =>
      changeAdminPassword(adminPorts, caller, input),
    listAdmins: (caller: AdminCaller, page: { cursor?: string | undefined; limit: number }) =>
      listAdmins(ports, caller, page),
    inviteAdmin: (caller: AdminCaller, input: InviteInput) => inviteAdmin(ports, caller, input),
    updateAdmin: (caller: AdminCaller, adminId: string, input: UpdateAdminInput) =>
      updateAdmin(ports, caller, adminId, input),
    resetAdminPassword: (caller: AdminCaller, adminId: string) => resetAdminPassword(ports, caller, adminId),
    listWorkflows: (caller: AdminCaller, query: ListWorkflowsQuery) => listWorkflows(ports, caller, query),
    getTenantWorkflow: (caller: AdminCaller, workflowId: string) =>
      getTenantWorkflow(ports, caller, workflowId),
    operateTenantWorkflow: (caller: AdminCaller, order: TenantWorkflowOrder) =>
      operateTenantWorkflow(ports, caller, order),
    listTrials: (caller: AdminCaller, query: ListTrialsQuery) => listTrials(ports, caller, query),
    getTrialDetail: (caller: AdminCaller, tenantId: string) => getTrialDetail(ports, caller, tenantId),
    extendTrial: (caller: AdminCaller, input: { tenantId: string; days: number }) =>
      extendTrial(ports, caller, input),
    upgradeTrial: (caller: AdminCaller, input: { tenantId: string; plan: Plan }) =>
      upgradeTrial(ports, caller, input),
    cancelTrial: (caller: AdminCaller, tenantId: string) => cancelTrial(ports, caller, tenantId),
    listConversations: (caller: AdminCaller, tenantId: string, query: ListConversationsQuery) =>
      listConversations(ports, caller, tenantId, query),
    listUnanswered: (caller: AdminCaller, query: UnansweredQuery) => listUnanswered(ports, caller, query),
    getOverview: (caller: AdminCaller) => getOverview(ports, caller),
    getHealth: (caller: AdminCaller) => getHealth(ports, caller, facts),
    watchChanges: (caller: AdminCaller, signal: AbortSignal) => changes.watch(caller, signal),
    setRateLimits: (caller: AdminCaller, input: SetRateLimitsInput) => setRateLimits(ports, caller, input),
    listAudit: (caller: AdminCaller, query: AuditQuery) => listAudit(ports, caller, query),
    listFlags: (caller: AdminCaller, query: ListFlagsInput) => listFlags(ports, caller, query),
    setFlag: (caller: AdminCaller, key: string, input: SetFlagInput) => setFlag(ports, caller, key, input),

    startTrial: (_caller: Caller, input: StartTrialInput) => startTrial(ports, input),
    getTrial: (caller: TenantCaller) => getTrial(ports, caller),
    getWorkflow: (caller: TenantCaller) => getWorkflow(ports, caller),
    operateOwnWorkflow: (caller: TenantCaller, operation: OwnOperation) =>
      operateOwnWorkflow(ports, caller, operation),
    requestResume: (_caller: Caller, input: { email: string }) => requestResume(ports, input),
    redeemResume: (_caller: Caller, input: { secret: string }) => redeemResume(ports, input),
    watchEvents: (caller: TenantCaller, input: { afterId: number | null; signal: AbortSignal }) =>
      watchEvents(ports, caller, input),
    getAssessment: (caller: TenantCaller) => getAssessment(ports, caller),
    exportTrial: (caller: TenantCaller, signal: AbortSignal) => exportTrial(ports, caller, signal),
    eraseTrial: (caller: TenantCaller) => eraseTrial(ports, caller),
    eraseVisitor: (caller: TenantCaller, visitorId: string) => eraseVisitor(ports, caller, visitorId),

    acceptUpload: (caller: TenantCaller, files: readonly UploadedFile[]) =>
      acceptUpload(ports, caller, files),
    addText: (caller: TenantCaller, input: AddTextInput) => addText(ports, caller, input),
    listSources: (caller: TenantCaller, page: { cursor?: string | undefined; limit: number }) =>
      listSources(ports, caller, page),
    getSource: (caller: TenantCaller, sourceId: string) => getSource(ports, caller, sourceId),
    listChunks: (caller: TenantCaller, page: ChunkPage) => listChunks(ports, caller, page),
    removeSource: (caller: TenantCaller, sourceId: string) => removeSource(ports, caller, sourceId),

    getBranding: (caller: TenantCaller) => getBranding(ports, caller),
    updateBranding: (caller: TenantCaller, input: BrandingInput) => updateBranding(ports, caller, input),

    getTools: (caller: TenantCaller) => getTools(ports, caller),
    updateTools: (caller: TenantCaller, input: UpdateToolsInput) => updateTools(ports, caller, input),
    listRecords: (
      caller: TenantCaller,
      kind: RecordKind,
      page: { cursor?: string | undefined; limit: number },
    ) => listRecords(ports, caller, kind, page),
    runTool: (
      caller: ToolCaller,
      input: RunToolInput,
      options: { signal: AbortSignal; idempotencyKey: string | null },
    ) => runTool(ports, caller, input, options),

    createKey: (caller: TenantCaller, input: CreateKeyInput) => createKey(ports, caller, input),
    listKeys: (caller: TenantCaller) => listKeys(ports, caller),
    revokeKey: (caller: TenantCaller, keyId: string) => revokeKey(ports, caller, keyId),

    ask: (caller: TenantCaller, input: AskInput, options: AskOptions) =>
      answer(ports, caller, input, options),
    askBatch: (caller: TenantCaller, input: AskBatchInput, options: AskOptions) =>
      answerBatch(ports, caller, input, { ...options, answersInFlight: config.answersInFlight }),
    askAsVisitor: (caller: VisitorCaller, input: AskInput, options: AskOptions) =>
      askAsVisitor(ports, caller, input, options),
    giveFeedback: (caller: AskCaller, input: FeedbackInput) => giveFeedback(ports, caller, input),

    publishWidget: async (caller: TenantCaller, input: { rotate: boolean }) => {
      const script = await readWidgetScript();
      return embedWidget(config.publicUrl, script, await publishWidget(ports, caller, input));
    },
    previewWidget: (caller: TenantCaller, origin: string) => previewWidget(ports, caller, origin),
    getWidgetConfig: (widgetKey: string) => getWidgetConfig(ports, widgetKey),
    openSession: countRefusals(telemetry, 'widget_token', (origin: string | null, input: OpenSessionInput) =>
      openSession(ports, origin, input),
    ),
    getHistory: (caller: VisitorCaller) => getHistory(ports, caller),
  };
}

export type App = ReturnType<typeof buildApp>;
