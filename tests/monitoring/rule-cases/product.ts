/** Answers, models, ingestion, what is refused or masked, trials and what leaves the house. */
import { counter, pair, type RuleCase, still } from './rule-case.ts';

const SERVER = 'job="frontdesk-server", instance="a:3000"';

export const PRODUCT_CASES: readonly RuleCase[] = [
  ...pair('ModelErrors', {
    fires: {
      [`frontdesk_model_calls_total{${SERVER}, model="m", operation="chat", outcome="ok"}`]: counter([60, 6]),
      [`frontdesk_model_calls_total{${SERVER}, model="m", operation="chat", outcome="error"}`]: counter([
        60, 1,
      ]),
      [`frontdesk_model_calls_total{${SERVER}, model="m", operation="chat", outcome="timeout"}`]: counter([
        60, 1,
      ]),
    },
    quiet: {
      [`frontdesk_model_calls_total{${SERVER}, model="m", operation="chat", outcome="ok"}`]: counter([60, 8]),
      [`frontdesk_model_calls_total{${SERVER}, model="m", operation="chat", outcome="error"}`]: counter([
        60, 2,
      ]),
      // Askers that leave are no errors, and two calls are too few.
      [`frontdesk_model_calls_total{${SERVER}, model="m", operation="chat", outcome="aborted"}`]: counter([
        60, 99,
      ]),
      [`frontdesk_model_calls_total{${SERVER}, model="m", operation="embed", outcome="error"}`]: counter([
        60, 0.4,
      ]),
    },
    at: '20m',
    labels: { severity: 'P1', component: 'models', model: 'm', operation: 'chat' },
    summary: 'The model m fails',
    description: '25% of the calls of m (chat) failed within five minutes.',
  }),
  ...pair('ModelSpendSpike', {
    fires: { [`frontdesk_model_cost_usd_total{${SERVER}, model="m"}`]: counter([288, 0.05], [12, 1]) },
    quiet: { [`frontdesk_model_cost_usd_total{${SERVER}, model="m"}`]: counter([288, 0.5], [12, 1]) },
    every: '5m',
    at: '1500m',
    labels: { severity: 'P2', component: 'models' },
    summary: 'Models cost much more than yesterday',
    description: 'Models cost $12 within an hour, more than five times the hourly mean of the day before.',
  }),
  ...pair('AbstentionsHigh', {
    fires: {
      [`frontdesk_asks_total{${SERVER}, via="api", outcome="answered"}`]: counter([120, 1]),
      [`frontdesk_asks_total{${SERVER}, via="widget", outcome="abstained"}`]: counter([120, 3]),
    },
    quiet: {
      [`frontdesk_asks_total{${SERVER}, via="api", outcome="answered"}`]: counter([120, 2]),
      [`frontdesk_asks_total{${SERVER}, via="widget", outcome="abstained"}`]: counter([120, 2]),
      [`frontdesk_asks_total{${SERVER}, via="widget", outcome="error"}`]: counter([120, 9]),
    },
    at: '110m',
    labels: { severity: 'P2', component: 'answers' },
    summary: 'Half of the questions are not answered',
    description: '75% of the questions within an hour were not answered by the documents.',
  }),
  ...pair('IngestionFailing', {
    fires: {
      'frontdesk_ingest_sources_total{instance="w", outcome="failed"}': counter([60, 3]),
      'frontdesk_ingest_sources_total{instance="w", outcome="ready"}': counter([60, 1]),
    },
    quiet: {
      'frontdesk_ingest_sources_total{instance="w", outcome="failed"}': counter([60, 1]),
      'frontdesk_ingest_sources_total{instance="w", outcome="ready"}': counter([60, 1]),
      'frontdesk_ingest_sources_total{instance="w", outcome="superseded"}': counter([60, 9]),
    },
    at: '30m',
    labels: { severity: 'P1', component: 'answers' },
    summary: 'Documents are not read',
    description: '75% of the sources within a quarter of an hour could not be ingested.',
  }),
  ...pair('TracesDropped', {
    fires: {
      [`frontdesk_traces_total{${SERVER}, outcome="dropped_full"}`]: counter([60, 10]),
      [`frontdesk_traces_total{${SERVER}, outcome="exported"}`]: counter([60, 10]),
    },
    quiet: {
      [`frontdesk_traces_total{${SERVER}, outcome="dropped_full"}`]: counter([60, 6]),
      [`frontdesk_traces_total{${SERVER}, outcome="exported"}`]: counter([60, 100]),
    },
    at: '30m',
    labels: { severity: 'P2', component: 'monitoring', outcome: 'dropped_full' },
    summary: 'Traces do not reach Langfuse',
    description:
      '150 spans were dropped (dropped_full) within a quarter of an hour. Answers are not touched.',
  }),
  ...pair('AdminLoginSpike', {
    fires: {
      [`frontdesk_auth_failures_total{${SERVER}, kind="admin_login"}`]: counter([30, 2]),
      [`frontdesk_rate_limit_decisions_total{${SERVER}, policy="admin-login", outcome="refused"}`]: counter([
        30, 6,
      ]),
    },
    quiet: {
      [`frontdesk_auth_failures_total{${SERVER}, kind="admin_login"}`]: counter([30, 2]),
      [`frontdesk_rate_limit_decisions_total{${SERVER}, policy="admin-login", outcome="refused"}`]: counter([
        30, 4,
      ]),
      [`frontdesk_rate_limit_decisions_total{${SERVER}, policy="admin-login", outcome="allowed"}`]: counter([
        30, 99,
      ]),
      [`frontdesk_auth_failures_total{${SERVER}, kind="tenant_token"}`]: counter([30, 50]),
    },
    at: '15m',
    labels: { severity: 'P1', component: 'security' },
    summary: 'Somebody guesses passwords of administrators',
    description: '40 log-ins or tokens of administrators were refused within five minutes.',
  }),
  ...pair('CredentialRefusalSpike', {
    fires: { [`frontdesk_auth_failures_total{${SERVER}, kind="tenant_token"}`]: counter([30, 100]) },
    quiet: {
      [`frontdesk_auth_failures_total{${SERVER}, kind="tenant_token"}`]: counter([30, 60]),
      [`frontdesk_auth_failures_total{${SERVER}, kind="admin_login"}`]: counter([30, 100]),
    },
    at: '20m',
    labels: { severity: 'P2', component: 'security', kind: 'tenant_token' },
    summary: 'Many credentials are refused',
    description: '500 refusals of tenant_token within five minutes.',
  }),
  ...pair('RateLimitRefusalsHigh', {
    fires: {
      [`frontdesk_rate_limit_decisions_total{${SERVER}, policy="ask-minute", outcome="refused"}`]: counter([
        60, 10,
      ]),
      [`frontdesk_rate_limit_decisions_total{${SERVER}, policy="ask-minute", outcome="allowed"}`]: counter([
        60, 10,
      ]),
    },
    quiet: {
      [`frontdesk_rate_limit_decisions_total{${SERVER}, policy="ask-minute", outcome="refused"}`]: counter([
        60, 6,
      ]),
      [`frontdesk_rate_limit_decisions_total{${SERVER}, policy="ask-minute", outcome="allowed"}`]: counter([
        60, 14,
      ]),
      [`frontdesk_rate_limit_decisions_total{${SERVER}, policy="ask-hour", outcome="refused"}`]: counter([
        60, 10,
      ]),
      [`frontdesk_rate_limit_decisions_total{${SERVER}, policy="admin-login", outcome="refused"}`]: counter([
        60, 99,
      ]),
    },
    at: '40m',
    labels: { severity: 'P2', component: 'security', policy: 'ask-minute' },
    summary: 'The limit ask-minute refuses much',
    description: '50% of the requests under ask-minute were refused within a quarter of an hour.',
  }),
  ...pair('PiiSpike', {
    fires: { [`frontdesk_pii_detections_total{${SERVER}, type="card"}`]: counter([288, 1], [6, 40]) },
    // Much, but no more than yesterday.
    quiet: { [`frontdesk_pii_detections_total{${SERVER}, type="card"}`]: counter([294, 40]) },
    every: '5m',
    at: '1470m',
    labels: { severity: 'P1', component: 'security', type: 'card' },
    summary: 'Much more personal data (card) than usual',
    description:
      '120 pieces of card were masked within a quarter of an hour, more than five times the mean of the day before.',
  }),
  ...pair('RowSecurityRefusals', {
    fires: { [`frontdesk_rls_refusals_total{${SERVER}}`]: counter([5, 0], [1, 1], [9, 0]) },
    quiet: { [`frontdesk_rls_refusals_total{${SERVER}}`]: counter([20, 0]) },
    at: '8m',
    labels: { severity: 'P1', component: 'security' },
    summary: 'The database refused to cross tenants',
    description:
      '1 statements were refused by row level security or a missing grant: a bug, or an attack that failed.',
  }),
  ...pair('InjectionFlags', {
    fires: { [`frontdesk_injection_flags_total{${SERVER}, kind="link"}`]: counter([60, 2]) },
    quiet: { [`frontdesk_injection_flags_total{${SERVER}, kind="link"}`]: counter([60, 1]) },
    at: '30m',
    labels: { severity: 'P2', component: 'security', kind: 'link' },
    summary: 'Models say what no document says (link)',
    description: '30 answers had a link taken out within a quarter of an hour.',
  }),
  ...pair('SsrfRefusals', {
    fires: { [`frontdesk_ssrf_refusals_total{${SERVER}}`]: counter([60, 2]) },
    quiet: { [`frontdesk_ssrf_refusals_total{${SERVER}}`]: counter([60, 1]) },
    at: '30m',
    labels: { severity: 'P2', component: 'security' },
    summary: 'Somebody aims at private addresses',
    description: '30 outgoing requests were refused within a quarter of an hour.',
  }),
  ...pair('ParserKills', {
    fires: { 'frontdesk_parser_kills_total{instance="w", reason="memory"}': counter([60, 1]) },
    quiet: { 'frontdesk_parser_kills_total{instance="w", reason="memory"}': counter([60, 0.3]) },
    at: '30m',
    labels: { severity: 'P2', component: 'security', reason: 'memory' },
    summary: 'Parsers are ended (memory)',
    description: '15 parser processes were ended within a quarter of an hour (memory).',
  }),
  ...pair('FlagGuardTripped', {
    fires: {
      [`frontdesk_flag_guard_trips_total{${SERVER}, flag="llm-answers"}`]: counter([5, 0], [1, 1], [9, 0]),
    },
    quiet: { [`frontdesk_flag_guard_trips_total{${SERVER}, flag="llm-answers"}`]: counter([20, 0]) },
    at: '8m',
    labels: { severity: 'P1', component: 'answers', flag: 'llm-answers' },
    summary: 'The guard turned llm-answers off',
    description: 'The flag llm-answers harmed the tenants that had it, so the guard turned it off.',
  }),
  ...pair('TrialPurgeFailing', {
    fires: { 'frontdesk_trial_purges_total{instance="w", outcome="failed"}': counter([60, 0.2]) },
    quiet: {
      'frontdesk_trial_purges_total{instance="w", outcome="failed"}': counter([10, 0], [2, 1], [30, 0]),
      'frontdesk_trial_purges_total{instance="w", outcome="done"}': counter([60, 9]),
    },
    at: '45m',
    quietAt: '41m',
    labels: { severity: 'P1', component: 'trials' },
    summary: 'Erasing trials fails',
    description: '6 erasures failed within half an hour; each is tried again.',
  }),
  ...pair('TrialPurgeOverdue', {
    fires: {
      'frontdesk_trial_purges_overdue{instance="w"}': still(2),
      [`frontdesk_trial_purges_overdue{${SERVER}}`]: still(2),
    },
    quiet: { 'frontdesk_trial_purges_overdue{instance="w"}': '0x5 2x10 0x40' },
    at: '20m',
    labels: { severity: 'P1', component: 'trials' },
    summary: 'Data that should be gone is there',
    description: 'The data of 2 tenants should have been erased and is not.',
  }),
  ...pair('ConversionDrop', {
    fires: {
      [`frontdesk_conversion_ratio{${SERVER}}`]: '0.1x400 0.04x40',
      'frontdesk_conversion_ratio{job="frontdesk-server", instance="b:3000"}': '0.1x400 0.04x40',
    },
    quiet: {
      [`frontdesk_conversion_ratio{${SERVER}}`]: '0.1x400 0.06x40',
    },
    every: '30m',
    at: '12600m',
    labels: { severity: 'P2', component: 'trials' },
    summary: 'Half as many trials convert as last week',
    description: '4% of the trials have a plan, less than half of last week’s mean.',
  }),
  ...pair('SetUpsFailing', {
    fires: {
      'frontdesk_workflow_steps_total{instance="w", step="kb_ingest", outcome="failed"}': counter([120, 1]),
      'frontdesk_workflow_steps_total{instance="w", step="kb_ingest", outcome="completed"}': counter([
        120, 1,
      ]),
    },
    quiet: {
      'frontdesk_workflow_steps_total{instance="w", step="kb_ingest", outcome="failed"}': counter([120, 3]),
      'frontdesk_workflow_steps_total{instance="w", step="kb_ingest", outcome="completed"}': counter([
        120, 7,
      ]),
    },
    at: '90m',
    labels: { severity: 'P2', component: 'trials', step: 'kb_ingest' },
    summary: 'Set-ups fail at kb_ingest',
    description: '50% of the set-ups failed at kb_ingest within an hour.',
  }),
  ...pair('MailsFailing', {
    fires: {
      'frontdesk_mails_total{instance="w", outcome="failed"}': counter([60, 1]),
      'frontdesk_mails_total{instance="w", outcome="sent"}': counter([60, 1]),
    },
    quiet: {
      'frontdesk_mails_total{instance="w", outcome="failed"}': counter([60, 1]),
      'frontdesk_mails_total{instance="w", outcome="sent"}': counter([60, 4]),
    },
    at: '45m',
    labels: { severity: 'P1', component: 'trials' },
    summary: 'Mails are not sent',
    description: '50% of the mails within half an hour could not be sent.',
  }),
  ...pair('WebhooksFailing', {
    fires: {
      'frontdesk_webhooks_total{instance="w", outcome="failed"}': counter([60, 3]),
      'frontdesk_webhooks_total{instance="w", outcome="delivered"}': counter([60, 1]),
    },
    quiet: {
      'frontdesk_webhooks_total{instance="w", outcome="failed"}': counter([60, 2]),
      'frontdesk_webhooks_total{instance="w", outcome="delivered"}': counter([60, 2]),
    },
    at: '45m',
    labels: { severity: 'P2', component: 'trials' },
    summary: 'Webhooks to tenants fail',
    description: '75% of the webhooks within half an hour were not delivered.',
  }),
];
