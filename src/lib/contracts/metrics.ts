/** The catalogue of metrics: what may be counted, with which labels and what it means. No label ever names a tenant, a person or a text. */

import { FLAG_KEYS } from '#lib/core/flag-keys.ts';
import { POLICY_NAMES } from '#lib/core/rate-limit-policies.ts';
import { JOBS } from './jobs.ts';
import { WORKFLOW_STATUSES, WORKFLOW_STEPS } from './workflow.ts';

export interface MetricDefinition {
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  /** Every value that a label may take, set to zero from the start; null: a bounded set known at run time (`open`). */
  labels: Readonly<Record<string, readonly string[] | null>>;
  /** Upper edges, in the unit that the name ends with. */
  buckets?: readonly number[];
  /** Read from the database when asked for: every process tells the same, so take the maximum, never the sum. */
  shared?: true;
}

/** Seconds. An edge at every objective: 0.3 (quoted answers), 1, 2.5 (asks), 15 (the deadline); up to 30. */
export const LATENCY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10, 15, 30] as const;
const JOB_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300] as const;
const SHARE_BUCKETS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

const jobs = Object.keys(JOBS) as (keyof typeof JOBS)[];
const plans = ['trial', 'standard', 'pro'] as const;
const askModes = ['extractive', 'llm', 'curated', 'none'] as const;

export const METRICS = {
  // System
  frontdesk_build_info: {
    type: 'gauge',
    help: 'Always 1; the labels say what runs.',
    labels: { version: null, mode: ['embedded', 'production'], role: ['server', 'worker'] },
  },
  process_cpu_seconds_total: { type: 'counter', help: 'CPU time of the process.', labels: {} },
  process_resident_memory_bytes: { type: 'gauge', help: 'Resident memory.', labels: {} },
  process_start_time_seconds: { type: 'gauge', help: 'When the process started, Unix time.', labels: {} },
  process_open_fds: { type: 'gauge', help: 'Open file descriptors.', labels: {} },
  nodejs_heap_size_used_bytes: { type: 'gauge', help: 'Heap in use.', labels: {} },
  nodejs_eventloop_lag_mean_seconds: { type: 'gauge', help: 'Mean delay of the event loop.', labels: {} },
  nodejs_eventloop_lag_p99_seconds: {
    type: 'gauge',
    help: '99th percentile of the event loop’s delay.',
    labels: {},
  },
  frontdesk_http_request_duration_seconds: {
    type: 'histogram',
    help: 'From a request’s arrival to the end of its answer; event streams are left out.',
    labels: { route: null, method: null, status_class: ['1xx', '2xx', '3xx', '4xx', '5xx'] },
    buckets: LATENCY_BUCKETS,
  },
  frontdesk_http_requests_in_flight: { type: 'gauge', help: 'Requests that are being answered.', labels: {} },
  frontdesk_db_pool_connections: {
    type: 'gauge',
    help: 'Connections of this process’s pool, and those that wait for one.',
    labels: { state: ['in_use', 'idle', 'waiting'] },
  },
  frontdesk_db_pool_size: { type: 'gauge', help: 'The most connections the pool may open.', labels: {} },
  frontdesk_db_errors_total: {
    type: 'counter',
    help: 'Work that the database did not do.',
    labels: { kind: ['busy', 'unavailable'] },
  },
  frontdesk_db_server_connections: {
    type: 'gauge',
    help: 'Connections that the database server has open to this database.',
    labels: {},
    shared: true,
  },
  frontdesk_redis_up: {
    type: 'gauge',
    help: '1 while Redis answers; missing where none is used.',
    labels: {},
  },
  frontdesk_queue_jobs: {
    type: 'gauge',
    help: 'Jobs by state; waiting ones may run now, later ones are put off.',
    labels: { queue: jobs, state: ['waiting', 'later', 'active', 'failed'] },
    shared: true,
  },
  frontdesk_queue_oldest_job_age_seconds: {
    type: 'gauge',
    help: 'How long the oldest job that may run has waited.',
    labels: { queue: jobs },
    shared: true,
  },
  frontdesk_job_duration_seconds: {
    type: 'histogram',
    help: 'What a job took.',
    labels: { queue: jobs, outcome: ['done', 'failed'] },
    buckets: JOB_BUCKETS,
  },
  frontdesk_collect_errors_total: {
    type: 'counter',
    help: 'Readings for these metrics that failed.',
    labels: { reading: ['queue', 'database', 'business'] },
  },

  // RAG
  frontdesk_asks_total: {
    type: 'counter',
    help: 'Questions by how they ended; each question of a batch counts.',
    labels: {
      via: ['api', 'batch', 'mcp', 'widget'],
      outcome: ['answered', 'abstained', 'error', 'aborted'],
    },
  },
  frontdesk_ask_duration_seconds: {
    type: 'histogram',
    help: 'A question’s time by stage; mode says how it was answered, none that it was not.',
    labels: { stage: ['embed', 'retrieve', 'rerank', 'generate', 'total'], mode: askModes },
    buckets: LATENCY_BUCKETS,
  },
  frontdesk_answer_cache_total: {
    type: 'counter',
    help: 'Questions by where the answer came from: kept, being made for another asker, or made anew.',
    labels: { outcome: ['hit', 'shared', 'miss'] },
  },
  frontdesk_model_calls_total: {
    type: 'counter',
    help: 'Calls of models by how they ended.',
    labels: {
      model: null,
      operation: ['chat', 'embed', 'assess', 'advise'],
      outcome: ['ok', 'error', 'timeout', 'aborted'],
    },
  },
  frontdesk_model_tokens_total: {
    type: 'counter',
    help: 'Tokens that models have reported.',
    labels: { model: null, kind: ['prompt', 'completion'] },
  },
  frontdesk_model_cost_usd_total: {
    type: 'counter',
    help: 'What tokens cost by the prices configured (LLM_PRICE_*).',
    labels: { model: null },
  },
  frontdesk_model_first_token_seconds: {
    type: 'histogram',
    help: 'From the request to a model to its first token.',
    labels: { model: null },
    buckets: LATENCY_BUCKETS,
  },
  frontdesk_answer_confidence: {
    type: 'histogram',
    help: 'Confidence of answers.',
    labels: { mode: ['extractive', 'llm', 'curated'] },
    buckets: SHARE_BUCKETS,
  },
  frontdesk_retrieved_passages: {
    type: 'histogram',
    help: 'Passages found for a question.',
    labels: {},
    buckets: [0, 1, 2, 5, 10, 20, 30, 50, 100],
  },
  frontdesk_ask_batch_size: {
    type: 'histogram',
    help: 'Questions of a batch.',
    labels: {},
    buckets: [1, 2, 5, 10, 20, 30, 40, 50],
  },
  frontdesk_ask_batch_unique_ratio: {
    type: 'histogram',
    help: 'Share of a batch’s questions that are distinct.',
    labels: {},
    buckets: SHARE_BUCKETS,
  },
  frontdesk_ingest_sources_total: {
    type: 'counter',
    help: 'Sources by how their ingestion ended; superseded ones were removed or claimed by another worker meanwhile.',
    labels: { outcome: ['ready', 'failed', 'superseded'] },
  },
  frontdesk_ingest_duration_seconds: {
    type: 'histogram',
    help: 'Ingestion of a source by stage.',
    labels: { stage: ['parse', 'chunk', 'embed', 'store', 'total'] },
    buckets: JOB_BUCKETS,
  },
  frontdesk_ingest_chunks_total: { type: 'counter', help: 'Chunks stored.', labels: {} },
  frontdesk_ingest_bytes_total: { type: 'counter', help: 'Bytes of sources ingested.', labels: {} },
  frontdesk_traces_total: {
    type: 'counter',
    help: 'Spans for Langfuse by what came of them.',
    labels: { outcome: ['exported', 'dropped_full', 'dropped_failed'] },
  },

  // Security
  frontdesk_rate_limit_decisions_total: {
    type: 'counter',
    help: 'Decisions on limits of rate.',
    labels: { policy: POLICY_NAMES, outcome: ['allowed', 'refused'] },
  },
  frontdesk_rate_limiter_degraded: {
    type: 'gauge',
    help: '1 while limits are counted without Redis.',
    labels: {},
  },
  frontdesk_rate_limiter_fallback_decisions_total: {
    type: 'counter',
    help: 'Decisions made without Redis.',
    labels: { outcome: ['allowed', 'refused'] },
  },
  frontdesk_auth_failures_total: {
    type: 'counter',
    help: 'Refused credentials.',
    labels: {
      kind: ['tenant_token', 'widget_token', 'admin_token', 'admin_login', 'metrics_token', 'origin'],
    },
  },
  frontdesk_pii_detections_total: {
    type: 'counter',
    help: 'Personal data that was masked; its values are kept nowhere.',
    labels: {
      type: ['card', 'iban', 'email', 'phone', 'ssn', 'ip', 'api_key', 'jwt', 'private_key'],
    },
  },
  frontdesk_rls_refusals_total: {
    type: 'counter',
    help: 'Statements that row level security or a missing grant refused.',
    labels: {},
  },
  frontdesk_injection_flags_total: {
    type: 'counter',
    help: 'Answers of models from which something was taken out: links, marks or tool calls that nothing supports.',
    labels: { kind: ['link', 'citation', 'tool'] },
  },
  frontdesk_ssrf_refusals_total: {
    type: 'counter',
    help: 'Addresses of tenants that the guard against forged requests refused, when they were set or asked.',
    labels: {},
  },
  frontdesk_parser_kills_total: {
    type: 'counter',
    help: 'Parser processes that were ended.',
    labels: { reason: ['time', 'memory', 'crash'] },
  },
  frontdesk_flag_guard_trips_total: {
    type: 'counter',
    help: 'Flags that the guard turned off.',
    labels: { flag: FLAG_KEYS },
  },

  // Business
  frontdesk_trials_started_total: { type: 'counter', help: 'Trials started.', labels: {} },
  frontdesk_trials_converted_total: {
    type: 'counter',
    help: 'Trials that became a plan.',
    labels: { plan: ['standard', 'pro'] },
  },
  frontdesk_trials: {
    type: 'gauge',
    help: 'Tenants by state.',
    labels: { state: ['active', 'expired', 'converted'] },
    shared: true,
  },
  frontdesk_conversion_ratio: {
    type: 'gauge',
    help: 'Share of the trials begun 15 to 45 days ago that have a plan now.',
    labels: {},
    shared: true,
  },
  frontdesk_trial_purges_total: {
    type: 'counter',
    help: 'Erasures of trials by how they ended.',
    labels: { outcome: ['done', 'failed'] },
  },
  frontdesk_trial_purges_overdue: {
    type: 'gauge',
    help: 'Tenants whose data should be gone for more than 15 minutes and is not.',
    labels: {},
    shared: true,
  },
  frontdesk_workflow_tenants: {
    type: 'gauge',
    help: 'Set-ups by where they stand: the activation funnel.',
    labels: { step: WORKFLOW_STEPS, status: WORKFLOW_STATUSES },
    shared: true,
  },
  frontdesk_workflow_steps_total: {
    type: 'counter',
    help: 'Steps of set-ups by how they ended.',
    labels: { step: WORKFLOW_STEPS, outcome: ['completed', 'paused', 'failed'] },
  },
  frontdesk_queries_total: { type: 'counter', help: 'Questions by plan.', labels: { plan: plans } },
  frontdesk_kb_quality: {
    type: 'histogram',
    help: 'Overall scores of assessments.',
    labels: {},
    buckets: SHARE_BUCKETS,
  },
  frontdesk_mails_total: {
    type: 'counter',
    help: 'Mails by how sending ended.',
    labels: { outcome: ['sent', 'failed'] },
  },
  frontdesk_webhooks_total: {
    type: 'counter',
    help: 'Webhooks to tenants by how delivery ended.',
    labels: { outcome: ['delivered', 'failed'] },
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;
type NameOf<T extends MetricDefinition['type']> = {
  [N in MetricName]: (typeof METRICS)[N]['type'] extends T ? N : never;
}[MetricName];
export type CounterName = NameOf<'counter'>;
export type GaugeName = NameOf<'gauge'>;
export type HistogramName = NameOf<'histogram'>;

/** The labels of a metric with the values each may take. */
export type LabelsOf<N extends MetricName> = {
  [L in keyof (typeof METRICS)[N]['labels']]: (typeof METRICS)[N]['labels'][L] extends readonly (infer V)[]
    ? V
    : string;
};
