/** Alerts about answers, models, ingestion, what is refused or masked, trials and what leaves the house. */
import { type Alert, shareAbove } from './alert.ts';

export const PRODUCT_ALERTS: readonly Alert[] = [
  {
    name: 'ModelErrors',
    severity: 'P1',
    component: 'models',
    expr: (window) =>
      shareAbove('frontdesk_model_calls_total', 'outcome=~"error|timeout"', 'outcome!="aborted"', {
        by: 'model, operation',
        within: window('5m'),
        above: 0.2,
        least: 10,
      }),
    for: '2m',
    summary: 'The model {{ $labels.model }} fails',
    description:
      '{{ $value | humanizePercentage }} of the calls of {{ $labels.model }} ({{ $labels.operation }}) failed within five minutes.',
    dashboard: 'rag-pipeline',
  },
  {
    name: 'ModelSpendSpike',
    severity: 'P2',
    component: 'models',
    expr: (window) =>
      `sum(increase(frontdesk_model_cost_usd_total[${window('1h')}])) > 5\nand sum(increase(frontdesk_model_cost_usd_total[${window('1h')}]))\n  > 5 * sum(increase(frontdesk_model_cost_usd_total[${window('1d')}] offset ${window('1h')})) / 24`,
    for: '10m',
    summary: 'Models cost much more than yesterday',
    description:
      // biome-ignore lint/suspicious/noTemplateCurlyInString: dollars, and Prometheus's own template
      'Models cost ${{ $value | humanize }} within an hour, more than five times the hourly mean of the day before.',
    dashboard: 'rag-pipeline',
  },
  {
    name: 'AbstentionsHigh',
    severity: 'P2',
    component: 'answers',
    expr: (window) =>
      shareAbove('frontdesk_asks_total', 'outcome="abstained"', 'outcome=~"answered|abstained"', {
        within: window('1h'),
        above: 0.5,
        least: 50,
      }),
    for: '30m',
    summary: 'Half of the questions are not answered',
    description:
      '{{ $value | humanizePercentage }} of the questions within an hour were not answered by the documents.',
    dashboard: 'rag-pipeline',
  },
  {
    name: 'IngestionFailing',
    severity: 'P1',
    component: 'answers',
    expr: (window) =>
      shareAbove('frontdesk_ingest_sources_total', 'outcome="failed"', 'outcome=~"ready|failed"', {
        within: window('15m'),
        above: 0.5,
        least: 10,
      }),
    for: '5m',
    summary: 'Documents are not read',
    description:
      '{{ $value | humanizePercentage }} of the sources within a quarter of an hour could not be ingested.',
    dashboard: 'rag-pipeline',
  },
  {
    name: 'TracesDropped',
    severity: 'P2',
    component: 'monitoring',
    expr: (window) =>
      `sum by (outcome) (increase(frontdesk_traces_total{outcome=~"dropped_.+"}[${window('15m')}])) > 100`,
    for: '5m',
    summary: 'Traces do not reach Langfuse',
    description:
      '{{ $value | humanize }} spans were dropped ({{ $labels.outcome }}) within a quarter of an hour. Answers are not touched.',
    dashboard: 'rag-pipeline',
  },
  {
    name: 'AdminLoginSpike',
    severity: 'P1',
    component: 'security',
    expr: (window) =>
      `(sum(increase(frontdesk_auth_failures_total{kind=~"admin_.+"}[${window('5m')}])) or vector(0))\n  + (sum(increase(frontdesk_rate_limit_decisions_total{policy=~"admin-login.*", outcome="refused"}[${window('5m')}])) or vector(0)) > 30`,
    for: '1m',
    summary: 'Somebody guesses passwords of administrators',
    description:
      '{{ $value | humanize }} log-ins or tokens of administrators were refused within five minutes.',
    dashboard: 'security',
  },
  {
    name: 'CredentialRefusalSpike',
    severity: 'P2',
    component: 'security',
    expr: (window) =>
      `sum by (kind) (increase(frontdesk_auth_failures_total{kind!~"admin_.+"}[${window('5m')}])) > 300`,
    for: '5m',
    summary: 'Many credentials are refused',
    description: '{{ $value | humanize }} refusals of {{ $labels.kind }} within five minutes.',
    dashboard: 'security',
  },
  {
    name: 'RateLimitRefusalsHigh',
    severity: 'P2',
    component: 'security',
    expr: (window) =>
      shareAbove('frontdesk_rate_limit_decisions_total', 'outcome="refused"', 'policy!~"admin-login.*"', {
        by: 'policy',
        within: window('15m'),
        above: 0.3,
        least: 200,
      }),
    for: '10m',
    summary: 'The limit {{ $labels.policy }} refuses much',
    description:
      '{{ $value | humanizePercentage }} of the requests under {{ $labels.policy }} were refused within a quarter of an hour.',
    dashboard: 'security',
  },
  {
    name: 'PiiSpike',
    severity: 'P1',
    component: 'security',
    expr: (window) =>
      `sum by (type) (increase(frontdesk_pii_detections_total[${window('15m')}])) > 50\nand sum by (type) (increase(frontdesk_pii_detections_total[${window('15m')}]))\n  > 5 * sum by (type) (increase(frontdesk_pii_detections_total[${window('1d')}] offset ${window('15m')})) / 96`,
    for: '5m',
    summary: 'Much more personal data ({{ $labels.type }}) than usual',
    description:
      '{{ $value | humanize }} pieces of {{ $labels.type }} were masked within a quarter of an hour, more than five times the mean of the day before.',
    dashboard: 'security',
  },
  {
    name: 'RowSecurityRefusals',
    severity: 'P1',
    component: 'security',
    expr: (window) => `sum(increase(frontdesk_rls_refusals_total[${window('5m')}])) > 0`,
    summary: 'The database refused to cross tenants',
    description:
      '{{ $value | humanize }} statements were refused by row level security or a missing grant: a bug, or an attack that failed.',
    dashboard: 'security',
  },
  {
    name: 'InjectionFlags',
    severity: 'P2',
    component: 'security',
    expr: (window) => `sum by (kind) (increase(frontdesk_injection_flags_total[${window('15m')}])) > 20`,
    for: '5m',
    summary: 'Models say what no document says ({{ $labels.kind }})',
    description:
      '{{ $value | humanize }} answers had a {{ $labels.kind }} taken out within a quarter of an hour.',
    dashboard: 'security',
  },
  {
    name: 'SsrfRefusals',
    severity: 'P2',
    component: 'security',
    expr: (window) => `sum(increase(frontdesk_ssrf_refusals_total[${window('15m')}])) > 20`,
    for: '5m',
    summary: 'Somebody aims at private addresses',
    description: '{{ $value | humanize }} outgoing requests were refused within a quarter of an hour.',
    dashboard: 'security',
  },
  {
    name: 'ParserKills',
    severity: 'P2',
    component: 'security',
    expr: (window) => `sum by (reason) (increase(frontdesk_parser_kills_total[${window('15m')}])) > 5`,
    for: '5m',
    summary: 'Parsers are ended ({{ $labels.reason }})',
    description:
      '{{ $value | humanize }} parser processes were ended within a quarter of an hour ({{ $labels.reason }}).',
    dashboard: 'security',
  },
  {
    name: 'FlagGuardTripped',
    severity: 'P1',
    component: 'answers',
    expr: (window) => `sum by (flag) (increase(frontdesk_flag_guard_trips_total[${window('15m')}])) > 0`,
    summary: 'The guard turned {{ $labels.flag }} off',
    description: 'The flag {{ $labels.flag }} harmed the tenants that had it, so the guard turned it off.',
    dashboard: 'security',
  },
  {
    name: 'TrialPurgeFailing',
    severity: 'P1',
    component: 'trials',
    expr: (window) => `sum(increase(frontdesk_trial_purges_total{outcome="failed"}[${window('30m')}])) > 2`,
    for: '5m',
    summary: 'Erasing trials fails',
    description: '{{ $value | humanize }} erasures failed within half an hour; each is tried again.',
    dashboard: 'business-metrics',
  },
  {
    name: 'TrialPurgeOverdue',
    severity: 'P1',
    component: 'trials',
    expr: () => 'max(frontdesk_trial_purges_overdue) > 0',
    for: '15m',
    summary: 'Data that should be gone is there',
    description: 'The data of {{ $value | humanize }} tenants should have been erased and is not.',
    dashboard: 'business-metrics',
  },
  {
    name: 'ConversionDrop',
    severity: 'P2',
    component: 'trials',
    expr: (window) =>
      `max(frontdesk_conversion_ratio)\n  < 0.5 * max(avg_over_time(frontdesk_conversion_ratio[${window('7d')}] offset ${window('1d')}))\nand max(avg_over_time(frontdesk_conversion_ratio[${window('7d')}] offset ${window('1d')})) > 0.01`,
    for: '6h',
    summary: 'Half as many trials convert as last week',
    description:
      '{{ $value | humanizePercentage }} of the trials have a plan, less than half of last week’s mean.',
    dashboard: 'business-metrics',
  },
  {
    name: 'SetUpsFailing',
    severity: 'P2',
    component: 'trials',
    expr: (window) =>
      shareAbove('frontdesk_workflow_steps_total', 'outcome="failed"', '', {
        by: 'step',
        within: window('1h'),
        above: 0.3,
        least: 5,
      }),
    for: '10m',
    summary: 'Set-ups fail at {{ $labels.step }}',
    description:
      '{{ $value | humanizePercentage }} of the set-ups failed at {{ $labels.step }} within an hour.',
    dashboard: 'business-metrics',
  },
  {
    name: 'MailsFailing',
    severity: 'P1',
    component: 'trials',
    expr: (window) =>
      shareAbove('frontdesk_mails_total', 'outcome="failed"', '', {
        within: window('30m'),
        above: 0.2,
        least: 5,
      }),
    for: '10m',
    summary: 'Mails are not sent',
    description: '{{ $value | humanizePercentage }} of the mails within half an hour could not be sent.',
    dashboard: 'business-metrics',
  },
  {
    name: 'WebhooksFailing',
    severity: 'P2',
    component: 'trials',
    expr: (window) =>
      shareAbove('frontdesk_webhooks_total', 'outcome="failed"', '', {
        within: window('30m'),
        above: 0.5,
        least: 20,
      }),
    for: '10m',
    summary: 'Webhooks to tenants fail',
    description: '{{ $value | humanizePercentage }} of the webhooks within half an hour were not delivered.',
    dashboard: 'business-metrics',
  },
];
