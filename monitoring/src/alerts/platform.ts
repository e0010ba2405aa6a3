/** Alerts about processes, database, Redis, queue and the monitoring itself. */
import { SERVER_JOB, WORKER_JOB } from '../names.ts';
import { type Alert, shareAbove } from './alert.ts';

export const PLATFORM_ALERTS: readonly Alert[] = [
  {
    name: 'Watchdog',
    severity: 'P2',
    component: 'monitoring',
    expr: () => 'vector(1)',
    summary: 'The way of an alert works',
    description:
      'Always fires. What waits for it raises the alarm when it stops: then Prometheus or Alertmanager is down.',
    dashboard: 'system-health',
  },
  {
    name: 'ServersDown',
    severity: 'P0',
    component: 'api',
    expr: () => `sum(up{job="${SERVER_JOB}"}) == 0\nor absent(up{job="${SERVER_JOB}"})`,
    for: '1m',
    summary: 'No server answers',
    description: 'Prometheus reaches none of the servers: visitors get no answer.',
    dashboard: 'system-health',
  },
  {
    name: 'WorkersDown',
    severity: 'P1',
    component: 'queue',
    expr: () => `sum(up{job="${WORKER_JOB}"}) == 0`,
    for: '2m',
    summary: 'No worker runs',
    description: 'Prometheus reaches none of the workers: uploads, mails, webhooks and set-ups wait.',
    dashboard: 'system-health',
  },
  {
    name: 'TargetDown',
    severity: 'P1',
    component: 'process',
    expr: () => `up{job=~"${SERVER_JOB}|${WORKER_JOB}"} == 0`,
    for: '3m',
    summary: '{{ $labels.instance }} is not reached',
    description:
      'Prometheus could not read the metrics of {{ $labels.job }} at {{ $labels.instance }} for three minutes.',
    dashboard: 'system-health',
  },
  {
    name: 'ProcessRestarting',
    severity: 'P1',
    component: 'process',
    expr: (window) => `changes(process_start_time_seconds{job=~"frontdesk.*"}[${window('15m')}]) > 3`,
    summary: '{{ $labels.instance }} starts again and again',
    description:
      '{{ $labels.job }} at {{ $labels.instance }} started {{ $value | humanize }} times in a quarter of an hour.',
    dashboard: 'system-health',
  },
  {
    name: 'CpuSaturated',
    severity: 'P2',
    component: 'process',
    expr: (window) =>
      `sum by (job, instance) (rate(process_cpu_seconds_total{job="${SERVER_JOB}"}[${window('5m')}])) > 0.9`,
    for: '15m',
    summary: '{{ $labels.instance }} has no CPU left',
    description:
      'The server at {{ $labels.instance }} has used {{ $value | humanize }} cores for a quarter of an hour.',
    dashboard: 'system-health',
  },
  {
    name: 'EventLoopBlocked',
    severity: 'P1',
    component: 'process',
    expr: () => `nodejs_eventloop_lag_p99_seconds{job="${SERVER_JOB}"} > 0.5`,
    for: '10m',
    summary: '{{ $labels.instance }} answers late',
    description:
      'The event loop of {{ $labels.instance }} is late by {{ $value | humanizeDuration }} (99th percentile).',
    dashboard: 'system-health',
  },
  {
    name: 'MemoryHigh',
    severity: 'P2',
    component: 'process',
    expr: () => 'process_resident_memory_bytes{job=~"frontdesk.*"} > 1.5e9',
    for: '15m',
    summary: '{{ $labels.instance }} holds much memory',
    description:
      '{{ $labels.job }} at {{ $labels.instance }} holds {{ $value | humanize1024 }}B for a quarter of an hour.',
    dashboard: 'system-health',
  },
  {
    name: 'RequestsPilingUp',
    severity: 'P1',
    component: 'api',
    expr: () => 'sum by (job, instance) (frontdesk_http_requests_in_flight) > 200',
    for: '2m',
    summary: 'Requests pile up at {{ $labels.instance }}',
    description: '{{ $value | humanize }} requests are being answered at once at {{ $labels.instance }}.',
    dashboard: 'system-health',
  },
  {
    name: 'DatabaseUnavailable',
    severity: 'P0',
    component: 'database',
    expr: (window) => `sum(rate(frontdesk_db_errors_total{kind="unavailable"}[${window('2m')}])) > 0.05`,
    for: '1m',
    summary: 'The database does not answer',
    description: '{{ $value | humanize }} pieces of work a second fail because the database does not answer.',
    dashboard: 'system-health',
  },
  {
    name: 'DatabasePoolExhausted',
    severity: 'P1',
    component: 'database',
    expr: () =>
      'sum by (job, instance) (frontdesk_db_pool_connections{state="waiting"}) > 0\nand sum by (job, instance) (frontdesk_db_pool_connections{state="in_use"})\n  >= sum by (job, instance) (frontdesk_db_pool_size)',
    for: '2m',
    summary: 'All connections of {{ $labels.instance }} are in use',
    description:
      '{{ $value | humanize }} pieces of work wait for a connection at {{ $labels.instance }}; after 2 s they get 503.',
    dashboard: 'system-health',
  },
  {
    name: 'RedisUnavailable',
    severity: 'P1',
    component: 'redis',
    expr: () => 'frontdesk_redis_up == 0',
    for: '1m',
    summary: 'Redis does not answer {{ $labels.instance }}',
    description:
      'Limits are counted by each process alone, nobody can log in to the admin console, and answers are not cached.',
    dashboard: 'system-health',
  },
  {
    name: 'RateLimiterFallback',
    severity: 'P1',
    component: 'redis',
    expr: () => 'frontdesk_rate_limiter_degraded == 1',
    for: '2m',
    summary: '{{ $labels.instance }} limits without Redis',
    description:
      '{{ $labels.instance }} decides on limits of rate by itself: sums stay bounded, but log-ins of administrators are refused.',
    dashboard: 'security',
  },
  {
    name: 'QueueStuck',
    severity: 'P1',
    component: 'queue',
    expr: () => 'max by (queue) (frontdesk_queue_oldest_job_age_seconds) > 300',
    for: '2m',
    summary: 'Jobs of {{ $labels.queue }} wait',
    description: 'The oldest job of {{ $labels.queue }} has waited for {{ $value | humanizeDuration }}.',
    dashboard: 'system-health',
  },
  {
    name: 'QueueBacklog',
    severity: 'P2',
    component: 'queue',
    expr: () => 'max by (queue) (frontdesk_queue_jobs{state="waiting"}) > 500',
    for: '15m',
    summary: 'Many jobs of {{ $labels.queue }} wait',
    description:
      '{{ $value | humanize }} jobs of {{ $labels.queue }} wait: more come in than workers get done.',
    dashboard: 'system-health',
  },
  {
    name: 'JobsFailing',
    severity: 'P1',
    component: 'queue',
    expr: (window) =>
      shareAbove('frontdesk_job_duration_seconds_count', 'outcome="failed"', '', {
        by: 'queue',
        within: window('15m'),
        above: 0.2,
        least: 10,
      }),
    for: '5m',
    summary: 'Jobs of {{ $labels.queue }} fail',
    description:
      '{{ $value | humanizePercentage }} of the jobs of {{ $labels.queue }} failed within a quarter of an hour.',
    dashboard: 'system-health',
  },
  {
    name: 'MetricsReadingFailed',
    severity: 'P2',
    component: 'monitoring',
    expr: (window) => `sum by (reading) (increase(frontdesk_collect_errors_total[${window('10m')}])) > 5`,
    for: '5m',
    summary: 'Metrics of the {{ $labels.reading }} are old',
    description:
      '{{ $value | humanize }} readings of the {{ $labels.reading }} failed within ten minutes: alerts that rest on them are blind.',
    dashboard: 'system-health',
  },
];
