/** Processes, database, Redis, queue and the monitoring itself. */
import { counter, pair, type RuleCase, still } from './rule-case.ts';

const SERVER = 'job="frontdesk-server", instance="a:3000"';
const at = { job: 'frontdesk-server', instance: 'a:3000' };

export const PLATFORM_CASES: readonly RuleCase[] = [
  {
    alert: 'Watchdog',
    title: 'fires, always',
    every: '1m',
    series: { 'up{job="anything"}': still(1) },
    at: '1m',
    fired: [
      {
        labels: { severity: 'P2', component: 'monitoring' },
        summary: 'The way of an alert works',
        description:
          'Always fires. What waits for it raises the alarm when it stops: then Prometheus or Alertmanager is down.',
      },
    ],
  },
  ...pair('ServersDown', {
    fires: {
      'up{job="frontdesk-server", instance="a"}': '1x10 0x20',
      'up{job="frontdesk-server", instance="b"}': '1x5 0x25',
    },
    quiet: {
      'up{job="frontdesk-server", instance="a"}': '1x10 0x20',
      'up{job="frontdesk-server", instance="b"}': '1x30',
    },
    at: '13m',
    labels: { severity: 'P0', component: 'api' },
    summary: 'No server answers',
    description: 'Prometheus reaches none of the servers: visitors get no answer.',
  }),
  {
    alert: 'ServersDown',
    title: 'fires when no server is known any more',
    every: '1m',
    series: { 'up{job="frontdesk-worker", instance="w"}': still(1) },
    at: '3m',
    fired: [
      {
        labels: { severity: 'P0', component: 'api', job: 'frontdesk-server' },
        summary: 'No server answers',
        description: 'Prometheus reaches none of the servers: visitors get no answer.',
      },
    ],
  },
  ...pair('WorkersDown', {
    fires: { 'up{job="frontdesk-worker", instance="w"}': '1x10 0x20' },
    quiet: {
      'up{job="frontdesk-worker", instance="w"}': '1x10 0x20',
      'up{job="frontdesk-worker", instance="v"}': still(1),
    },
    at: '14m',
    labels: { severity: 'P1', component: 'queue' },
    summary: 'No worker runs',
    description: 'Prometheus reaches none of the workers: uploads, mails, webhooks and set-ups wait.',
  }),
  ...pair('TargetDown', {
    fires: { [`up{${SERVER}}`]: '1x10 0x20', 'up{job="another", instance="x"}': still(0) },
    // Two scrapes that fail are a restart.
    quiet: { [`up{${SERVER}}`]: '1x10 0 0 1x20' },
    at: '15m',
    labels: { severity: 'P1', component: 'process', ...at },
    summary: 'a:3000 is not reached',
    description: 'Prometheus could not read the metrics of frontdesk-server at a:3000 for three minutes.',
  }),
  ...pair('ProcessRestarting', {
    fires: { [`process_start_time_seconds{${SERVER}}`]: '1 200x1 400x1 600x1 800x10' },
    quiet: { [`process_start_time_seconds{${SERVER}}`]: '1 200x1 400x1 600x20' },
    at: '10m',
    labels: { severity: 'P1', component: 'process', ...at },
    summary: 'a:3000 starts again and again',
    description: 'frontdesk-server at a:3000 started 4 times in a quarter of an hour.',
  }),
  ...pair('CpuSaturated', {
    fires: { [`process_cpu_seconds_total{${SERVER}}`]: counter([60, 57]) },
    quiet: { [`process_cpu_seconds_total{${SERVER}}`]: counter([60, 53.4]) },
    at: '30m',
    labels: { severity: 'P2', component: 'process', ...at },
    summary: 'a:3000 has no CPU left',
    description: 'The server at a:3000 has used 950m cores for a quarter of an hour.',
  }),
  ...pair('EventLoopBlocked', {
    fires: { [`nodejs_eventloop_lag_p99_seconds{${SERVER}}`]: still(0.6) },
    quiet: { [`nodejs_eventloop_lag_p99_seconds{${SERVER}}`]: still(0.5) },
    at: '15m',
    labels: { severity: 'P1', component: 'process', ...at },
    summary: 'a:3000 answers late',
    description: 'The event loop of a:3000 is late by 600ms (99th percentile).',
  }),
  ...pair('MemoryHigh', {
    fires: { [`process_resident_memory_bytes{${SERVER}}`]: still(2_147_483_648) },
    quiet: { [`process_resident_memory_bytes{${SERVER}}`]: still(1_500_000_000) },
    at: '20m',
    labels: { severity: 'P2', component: 'process', ...at },
    summary: 'a:3000 holds much memory',
    description: 'frontdesk-server at a:3000 holds 2GiB for a quarter of an hour.',
  }),
  ...pair('RequestsPilingUp', {
    fires: { [`frontdesk_http_requests_in_flight{${SERVER}}`]: still(201) },
    quiet: { [`frontdesk_http_requests_in_flight{${SERVER}}`]: still(200) },
    at: '5m',
    labels: { severity: 'P1', component: 'api', ...at },
    summary: 'Requests pile up at a:3000',
    description: '201 requests are being answered at once at a:3000.',
  }),
  ...pair('DatabaseUnavailable', {
    fires: { [`frontdesk_db_errors_total{${SERVER}, kind="unavailable"}`]: counter([30, 6]) },
    quiet: {
      [`frontdesk_db_errors_total{${SERVER}, kind="unavailable"}`]: counter([30, 3]),
      [`frontdesk_db_errors_total{${SERVER}, kind="busy"}`]: counter([30, 600]),
    },
    at: '10m',
    labels: { severity: 'P0', component: 'database' },
    summary: 'The database does not answer',
    description: '100m pieces of work a second fail because the database does not answer.',
  }),
  ...pair('DatabasePoolExhausted', {
    fires: {
      [`frontdesk_db_pool_connections{${SERVER}, state="waiting"}`]: still(3),
      [`frontdesk_db_pool_connections{${SERVER}, state="in_use"}`]: still(10),
      [`frontdesk_db_pool_size{${SERVER}}`]: still(10),
    },
    quiet: {
      [`frontdesk_db_pool_connections{${SERVER}, state="waiting"}`]: still(3),
      [`frontdesk_db_pool_connections{${SERVER}, state="in_use"}`]: still(9),
      [`frontdesk_db_pool_size{${SERVER}}`]: still(10),
    },
    at: '5m',
    labels: { severity: 'P1', component: 'database', ...at },
    summary: 'All connections of a:3000 are in use',
    description: '3 pieces of work wait for a connection at a:3000; after 2 s they get 503.',
  }),
  ...pair('RedisUnavailable', {
    fires: { [`frontdesk_redis_up{${SERVER}}`]: still(0) },
    quiet: { [`frontdesk_redis_up{${SERVER}}`]: '1x3 0 1x20' },
    at: '5m',
    labels: { severity: 'P1', component: 'redis', ...at },
    summary: 'Redis does not answer a:3000',
    description:
      'Limits are counted by each process alone, nobody can log in to the admin console, and answers are not cached.',
  }),
  ...pair('RateLimiterFallback', {
    fires: { [`frontdesk_rate_limiter_degraded{${SERVER}}`]: still(1) },
    quiet: { [`frontdesk_rate_limiter_degraded{${SERVER}}`]: '0x3 1 0x20' },
    at: '5m',
    labels: { severity: 'P1', component: 'redis', ...at },
    summary: 'a:3000 limits without Redis',
    description:
      'a:3000 decides on limits of rate by itself: sums stay bounded, but log-ins of administrators are refused.',
  }),
  ...pair('QueueStuck', {
    fires: {
      [`frontdesk_queue_oldest_job_age_seconds{${SERVER}, queue="ingest-source"}`]: still(420),
      'frontdesk_queue_oldest_job_age_seconds{job="frontdesk-worker", instance="w", queue="ingest-source"}':
        still(420),
    },
    quiet: { [`frontdesk_queue_oldest_job_age_seconds{${SERVER}, queue="ingest-source"}`]: still(300) },
    at: '5m',
    labels: { severity: 'P1', component: 'queue', queue: 'ingest-source' },
    summary: 'Jobs of ingest-source wait',
    description: 'The oldest job of ingest-source has waited for 7m 0s.',
  }),
  ...pair('QueueBacklog', {
    fires: {
      [`frontdesk_queue_jobs{${SERVER}, queue="send-mail", state="waiting"}`]: still(501),
      // Told alike by every process: the maximum, not the sum.
      'frontdesk_queue_jobs{job="frontdesk-worker", instance="w", queue="send-mail", state="waiting"}':
        still(501),
    },
    quiet: {
      [`frontdesk_queue_jobs{${SERVER}, queue="send-mail", state="waiting"}`]: still(500),
      'frontdesk_queue_jobs{job="frontdesk-worker", instance="w", queue="send-mail", state="waiting"}':
        still(500),
      [`frontdesk_queue_jobs{${SERVER}, queue="send-mail", state="active"}`]: still(900),
    },
    at: '20m',
    labels: { severity: 'P2', component: 'queue', queue: 'send-mail' },
    summary: 'Many jobs of send-mail wait',
    description: '501 jobs of send-mail wait: more come in than workers get done.',
  }),
  ...pair('JobsFailing', {
    fires: {
      'frontdesk_job_duration_seconds_count{instance="w", queue="send-mail", outcome="failed"}': counter([
        60, 1,
      ]),
      'frontdesk_job_duration_seconds_count{instance="w", queue="send-mail", outcome="done"}': counter([
        60, 3,
      ]),
    },
    quiet: {
      'frontdesk_job_duration_seconds_count{instance="w", queue="send-mail", outcome="failed"}': counter([
        60, 1,
      ]),
      'frontdesk_job_duration_seconds_count{instance="w", queue="send-mail", outcome="done"}': counter([
        60, 5,
      ]),
      // All of too few.
      'frontdesk_job_duration_seconds_count{instance="w", queue="assess-kb", outcome="failed"}': counter([
        60, 0.5,
      ]),
    },
    at: '30m',
    labels: { severity: 'P1', component: 'queue', queue: 'send-mail' },
    summary: 'Jobs of send-mail fail',
    description: '25% of the jobs of send-mail failed within a quarter of an hour.',
  }),
  ...pair('MetricsReadingFailed', {
    fires: { [`frontdesk_collect_errors_total{${SERVER}, reading="queue"}`]: counter([60, 1]) },
    quiet: { [`frontdesk_collect_errors_total{${SERVER}, reading="queue"}`]: counter([60, 0.5]) },
    at: '30m',
    labels: { severity: 'P2', component: 'monitoring', reading: 'queue' },
    summary: 'Metrics of the queue are old',
    description: '10 readings of the queue failed within ten minutes: alerts that rest on them are blind.',
  }),
];
