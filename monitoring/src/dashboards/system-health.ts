/** System health: is it up, fast and free of errors, and what runs full: processes, database, Redis, queue. */
import { type DashboardSpec, lines, stat } from '../panel.ts';
import { mean, now, observed, quantile, rate } from '../promql.ts';

const HTTP = 'frontdesk_http_request_duration_seconds';
const ROUTE = 'route=~"$route"';
const CONNECTION = 'frontdesk_db_pool_connections';

export const systemHealth: DashboardSpec = {
  title: 'Frontdesk / System health',
  description: 'Traffic, errors, latency and saturation of servers, workers, database, Redis and queue.',
  variables: ['instance', 'route'],
  rows: [
    {
      title: 'At a glance',
      panels: [
        stat(
          'Processes up',
          'short',
          { '{{job}}': 'sum by (job) (up{job=~"frontdesk.*"})' },
          'Servers and workers that Prometheus reaches. None of a kind is an outage of that kind.',
          { base: 'red', thresholds: [[1, 'green']], width: 4, alert: 'ServersDown' },
        ),
        stat(
          'Alerts firing',
          'short',
          'count(ALERTS{alertstate="firing", alertname!="Watchdog"}) or vector(0)',
          'Alerts that fire now, without the watchdog, which always fires.',
          {
            thresholds: [
              [1, 'yellow'],
              [3, 'red'],
            ],
            width: 4,
          },
        ),
        stat(
          'Requests',
          'reqps',
          observed(HTTP, { where: ROUTE }),
          'Requests a second, over all routes chosen. Event streams are left out.',
          { base: 'blue', width: 4 },
        ),
        stat(
          'Failed requests',
          'percentunit',
          `(${observed(HTTP, { where: `${ROUTE}, status_class="5xx"` })} or vector(0)) / ${observed(HTTP, { where: ROUTE })}`,
          'Share of answers with status 500 and above. The objective is 0.1 % over 30 days.',
          {
            thresholds: [
              [0.001, 'yellow'],
              [0.0144, 'red'],
            ],
            width: 4,
            alert: 'ApiErrorBudgetBurn',
          },
        ),
        stat(
          'Latency, 95th percentile',
          's',
          quantile(0.95, HTTP, { where: ROUTE }),
          'Nineteen of twenty answers are faster.',
          {
            thresholds: [
              [1, 'yellow'],
              [2.5, 'red'],
            ],
            width: 4,
            alert: 'AnswerLatencyBudgetBurn',
          },
        ),
        stat(
          'Versions',
          'short',
          {
            '{{version}} {{mode}} {{role}}': now('frontdesk_build_info', { by: ['version', 'mode', 'role'] }),
          },
          'Processes by version, mode and role. Two versions for longer than a rollout takes: it got stuck.',
          { base: 'blue', width: 4 },
        ),
      ],
    },
    {
      title: 'Requests',
      panels: [
        lines(
          'Requests by status',
          'reqps',
          { '{{status_class}}': observed(HTTP, { by: ['status_class'], where: ROUTE }) },
          'Answers a second by class of status. 4xx are the callers’ mistakes and limits, 5xx are ours.',
          { stacked: true, width: 8, alert: 'ApiErrorBudgetBurn' },
        ),
        lines(
          'Latency',
          's',
          {
            '50th percentile': quantile(0.5, HTTP, { where: ROUTE }),
            '95th percentile': quantile(0.95, HTTP, { where: ROUTE }),
            '99th percentile': quantile(0.99, HTTP, { where: ROUTE }),
          },
          'From a request’s arrival to the end of its answer. 15 s is the deadline of every answer.',
          {
            thresholds: [
              [2.5, 'yellow'],
              [15, 'red'],
            ],
            width: 8,
          },
        ),
        lines(
          'Slowest routes, 95th percentile',
          's',
          {
            '{{method}} {{route}}': `topk(10, ${quantile(0.95, HTTP, { by: ['route', 'method'], where: ROUTE })})`,
          },
          'The ten slowest routes. One route alone points at its verb; all together at the database or the machine.',
          { width: 8 },
        ),
        lines(
          'Requests by route',
          'reqps',
          { '{{route}}': `topk(10, ${observed(HTTP, { by: ['route'], where: ROUTE })})` },
          'The ten busiest routes.',
          { width: 12 },
        ),
        lines(
          'Requests in flight',
          'short',
          { '{{instance}}': now('frontdesk_http_requests_in_flight', { by: ['instance'] }) },
          'Requests being answered. A line that only rises is work that does not end.',
          { thresholds: [[200, 'red']], width: 12, alert: 'RequestsPilingUp' },
        ),
      ],
    },
    {
      title: 'Processes',
      panels: [
        lines(
          'CPU',
          'percentunit',
          { '{{instance}}': rate('process_cpu_seconds_total', { by: ['instance'] }) },
          'Cores in use. JavaScript has one; models and the offline database use others.',
          { thresholds: [[0.9, 'yellow']], width: 8, alert: 'CpuSaturated' },
        ),
        lines(
          'Event-loop delay',
          's',
          {
            '{{instance}} mean': now('nodejs_eventloop_lag_mean_seconds', { by: ['instance'] }),
            '{{instance}} 99th percentile': now('nodejs_eventloop_lag_p99_seconds', { by: ['instance'] }),
          },
          'How late the event loop runs what is due. From 100 ms on visitors feel it.',
          {
            thresholds: [
              [0.1, 'yellow'],
              [0.5, 'red'],
            ],
            width: 8,
            alert: 'EventLoopBlocked',
          },
        ),
        lines(
          'Memory',
          'bytes',
          {
            '{{instance}} resident': now('process_resident_memory_bytes', { by: ['instance'] }),
            '{{instance}} heap': now('nodejs_heap_size_used_bytes', { by: ['instance'] }),
          },
          'Resident memory and the part of it that JavaScript uses.',
          { thresholds: [[1_500_000_000, 'red']], width: 8, alert: 'MemoryHigh' },
        ),
        lines(
          'Open files',
          'short',
          { '{{instance}}': now('process_open_fds', { by: ['instance'] }) },
          'File descriptors: connections and files. A line that only rises is a leak.',
          { width: 12 },
        ),
        lines(
          'Uptime',
          's',
          { '{{instance}}': `time() - ${now('process_start_time_seconds', { by: ['instance'] })}` },
          'Since the process started. A saw-tooth is a crash loop.',
          { width: 12, alert: 'ProcessRestarting' },
        ),
      ],
    },
    {
      title: 'Database and Redis',
      panels: [
        lines(
          'Connections of the pools',
          'short',
          {
            '{{instance}} {{state}}': now(CONNECTION, { by: ['instance', 'state'] }),
            '{{instance}} size': now('frontdesk_db_pool_size', { by: ['instance'] }),
          },
          'In use, idle and waiting. Waiters while all are in use: the pool is too small or queries are too slow.',
          { width: 12, alert: 'DatabasePoolExhausted' },
        ),
        lines(
          'Database errors',
          'ops',
          { '{{kind}}': rate('frontdesk_db_errors_total', { by: ['kind'] }) },
          'busy: no connection became free in time. unavailable: the database did not answer.',
          { width: 12, alert: 'DatabaseUnavailable' },
        ),
        stat(
          'Fullest pool',
          'percentunit',
          `max (sum by (instance) (${CONNECTION}{instance=~"$instance", state="in_use"}) / sum by (instance) (frontdesk_db_pool_size{instance=~"$instance"}))`,
          'Share of connections in use, of the process that has the fewest left.',
          {
            thresholds: [
              [0.8, 'yellow'],
              [1, 'red'],
            ],
            width: 8,
            alert: 'DatabasePoolExhausted',
          },
        ),
        stat(
          'Server connections',
          'short',
          now('frontdesk_db_server_connections'),
          'Connections open at the database server itself, over all processes and the pooler.',
          {
            thresholds: [
              [80, 'yellow'],
              [95, 'red'],
            ],
            width: 8,
          },
        ),
        stat(
          'Redis',
          'short',
          { '{{instance}}': now('frontdesk_redis_up', { by: ['instance'] }) },
          '1 while Redis answers this process. Without it limits are counted by each process alone.',
          { base: 'red', thresholds: [[1, 'green']], width: 8, alert: 'RedisUnavailable' },
        ),
      ],
    },
    {
      title: 'Queue',
      panels: [
        lines(
          'Jobs',
          'short',
          { '{{queue}} {{state}}': now('frontdesk_queue_jobs', { by: ['queue', 'state'] }) },
          'Jobs that wait, run and have failed for good.',
          { width: 8, alert: 'QueueBacklog' },
        ),
        lines(
          'Oldest waiting job',
          's',
          { '{{queue}}': now('frontdesk_queue_oldest_job_age_seconds', { by: ['queue'] }) },
          'How long the oldest job that may run has waited. This, not the count, is what tenants feel.',
          {
            thresholds: [
              [60, 'yellow'],
              [300, 'red'],
            ],
            width: 8,
            alert: 'QueueStuck',
          },
        ),
        lines(
          'Job duration, 95th percentile',
          's',
          { '{{queue}}': quantile(0.95, 'frontdesk_job_duration_seconds', { by: ['queue'] }) },
          'What jobs take once they run.',
          { width: 8 },
        ),
        lines(
          'Jobs ended',
          'ops',
          {
            '{{queue}} {{outcome}}': observed('frontdesk_job_duration_seconds', { by: ['queue', 'outcome'] }),
          },
          'Jobs a second by outcome. A failed job is tried again; what fails for good stays in “Jobs”.',
          { width: 8, alert: 'JobsFailing' },
        ),
        lines(
          'Mean job duration',
          's',
          { '{{queue}}': mean('frontdesk_job_duration_seconds', { by: ['queue'] }) },
          'Mean of what jobs take: with the rate it says how many workers are busy.',
          { width: 8 },
        ),
        lines(
          'Readings that failed',
          'ops',
          { '{{reading}}': rate('frontdesk_collect_errors_total', { by: ['reading'] }) },
          'Readings of the database for these very panels. While they fail, the panels that come from it stand still.',
          { width: 8, alert: 'MetricsReadingFailed' },
        ),
      ],
    },
  ],
};
