/** What was refused, masked, taken out or ended: limits, credentials, personal data, guards. */
import { bars, type DashboardSpec, lines, stat } from '../panel.ts';
import { now, rate, share, total } from '../promql.ts';

export const security: DashboardSpec = {
  title: 'Frontdesk / Security',
  description:
    'Refused credentials, limits of rate, personal data that was masked, and what guards have stopped.',
  variables: ['instance'],
  rows: [
    {
      title: 'At a glance',
      panels: [
        stat('Refused credentials', 'short', total('frontdesk_auth_failures_total'), 'In the time shown.', {
          thresholds: [
            [100, 'yellow'],
            [1000, 'red'],
          ],
          width: 4,
          alert: 'CredentialRefusalSpike',
        }),
        stat(
          'Refused by limits',
          'percentunit',
          share('frontdesk_rate_limit_decisions_total', 'outcome="refused"'),
          'Share of decisions that refused a request.',
          {
            thresholds: [
              [0.1, 'yellow'],
              [0.3, 'red'],
            ],
            width: 4,
            alert: 'RateLimitRefusalsHigh',
          },
        ),
        stat(
          'Limits without Redis',
          'short',
          'max (frontdesk_rate_limiter_degraded{instance=~"$instance"})',
          '1 while any process counts limits by itself.',
          { thresholds: [[1, 'red']], width: 4, alert: 'RateLimiterFallback' },
        ),
        stat(
          'Refused by the database',
          'short',
          total('frontdesk_rls_refusals_total'),
          'Statements that row level security or a missing grant refused. Always 0: anything else is a bug or an attack.',
          { thresholds: [[1, 'red']], width: 4, alert: 'RowSecurityRefusals' },
        ),
        stat(
          'Personal data masked',
          'short',
          total('frontdesk_pii_detections_total'),
          'Pieces that were masked in the time shown; values are kept nowhere.',
          { base: 'blue', width: 4, alert: 'PiiSpike' },
        ),
        stat(
          'Flags that the guard turned off',
          'short',
          total('frontdesk_flag_guard_trips_total'),
          'In the time shown. The alert names it; each has an entry in the audit log, with the counts it was judged by.',
          { thresholds: [[1, 'red']], width: 4, alert: 'FlagGuardTripped' },
        ),
      ],
    },
    {
      title: 'Credentials and limits',
      panels: [
        lines(
          'Refused credentials by kind',
          'ops',
          { '{{kind}}': rate('frontdesk_auth_failures_total', { by: ['kind'] }) },
          'admin_login is guessing of passwords; tenant_token and widget_token are mostly old clients; origin is a widget on a page that is not listed.',
          { width: 8, alert: 'AdminLoginSpike' },
        ),
        lines(
          'Refusals by policy',
          'ops',
          {
            '{{policy}}': rate('frontdesk_rate_limit_decisions_total', {
              by: ['policy'],
              where: 'outcome="refused"',
            }),
          },
          'Refused requests a second by limit.',
          { width: 8, alert: 'RateLimitRefusalsHigh' },
        ),
        lines(
          'Decisions by policy',
          'ops',
          { '{{policy}}': rate('frontdesk_rate_limit_decisions_total', { by: ['policy'] }) },
          'All decisions a second by limit.',
          { width: 8 },
        ),
        lines(
          'Decisions without Redis',
          'ops',
          { '{{outcome}}': rate('frontdesk_rate_limiter_fallback_decisions_total', { by: ['outcome'] }) },
          'Decisions that a process made alone. Sums stay bounded (docs/REDIS.md), but log-ins of administrators may be refused.',
          { width: 12, alert: 'RateLimiterFallback' },
        ),
        lines(
          'Processes without Redis',
          'short',
          { '{{instance}}': now('frontdesk_rate_limiter_degraded', { by: ['instance'] }) },
          '1 while this process counts limits without Redis. One process alone: its network; all: Redis.',
          { width: 12, alert: 'RateLimiterFallback' },
        ),
      ],
    },
    {
      title: 'Data and guards',
      panels: [
        lines(
          'Personal data by type',
          'ops',
          { '{{type}}': rate('frontdesk_pii_detections_total', { by: ['type'] }) },
          'Masked before model, log, trace, audit and cache.',
          { stacked: true, width: 8, alert: 'PiiSpike' },
        ),
        lines(
          'Taken out of models’ answers',
          'ops',
          { '{{kind}}': rate('frontdesk_injection_flags_total', { by: ['kind'] }) },
          'Links, marks and tool calls that no document or tool supports: a sign of instructions hidden in documents.',
          { width: 8, alert: 'InjectionFlags' },
        ),
        lines(
          'Refused by the database over time',
          'ops',
          rate('frontdesk_rls_refusals_total'),
          'Statements refused by row level security or a missing grant.',
          { width: 8, alert: 'RowSecurityRefusals' },
        ),
        lines(
          'Outgoing requests refused',
          'ops',
          rate('frontdesk_ssrf_refusals_total'),
          'Requests to private or forbidden addresses that the guard refused: crawls, webhooks, tools.',
          { width: 8, alert: 'SsrfRefusals' },
        ),
        lines(
          'Parsers ended',
          'ops',
          { '{{reason}}': rate('frontdesk_parser_kills_total', { by: ['reason'] }) },
          'Parser processes that were ended for time or memory, or crashed: hostile or broken files.',
          { width: 8, alert: 'ParserKills' },
        ),
        bars(
          'Personal data, sums',
          'short',
          { '{{type}}': total('frontdesk_pii_detections_total', { by: ['type'] }) },
          'By type in the time shown.',
          { width: 8, base: 'blue' },
        ),
      ],
    },
  ],
};
