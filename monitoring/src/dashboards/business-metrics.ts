/** Trials, how far they come and whether they stay, what they ask, and what the assistant could not answer. */
import { bars, type DashboardSpec, lines, stat } from '../panel.ts';
import { mean, now, quantile, rate, share, total } from '../promql.ts';

export const businessMetrics: DashboardSpec = {
  title: 'Frontdesk / Business metrics',
  description:
    'Trials and their activation, conversion, questions by plan, quality of knowledge bases, erasures, mails and webhooks.',
  variables: ['instance'],
  rows: [
    {
      title: 'At a glance',
      panels: [
        stat(
          'Active trials',
          'short',
          now('frontdesk_trials', { where: 'state="active"' }),
          'Trials that may ask now.',
          {
            base: 'blue',
            width: 4,
          },
        ),
        stat('Trials started', 'short', total('frontdesk_trials_started_total'), 'In the time shown.', {
          base: 'blue',
          width: 4,
        }),
        stat(
          'Converted',
          'short',
          { '{{plan}}': total('frontdesk_trials_converted_total', { by: ['plan'] }) },
          'Trials that became a plan in the time shown.',
          { base: 'blue', width: 4 },
        ),
        stat(
          'Conversion',
          'percentunit',
          now('frontdesk_conversion_ratio'),
          'Share of the trials begun 15 to 45 days ago that have a plan now.',
          {
            base: 'red',
            thresholds: [
              [0.02, 'yellow'],
              [0.05, 'green'],
            ],
            width: 4,
            alert: 'ConversionDrop',
          },
        ),
        stat(
          'Unanswered',
          'percentunit',
          share('frontdesk_asks_total', 'outcome="abstained"', { where: 'outcome=~"answered|abstained"' }),
          'Share of questions without an answer in the documents. The admin console lists them.',
          {
            thresholds: [
              [0.3, 'yellow'],
              [0.5, 'red'],
            ],
            width: 4,
            alert: 'AbstentionsHigh',
          },
        ),
        stat(
          'Erasures overdue',
          'short',
          now('frontdesk_trial_purges_overdue'),
          'Tenants whose data should be gone for more than 15 minutes and is not. Always 0: it is a promise, and law.',
          { thresholds: [[1, 'red']], width: 4, alert: 'TrialPurgeOverdue' },
        ),
      ],
    },
    {
      title: 'Trials',
      panels: [
        lines(
          'Tenants by state',
          'short',
          { '{{state}}': now('frontdesk_trials', { by: ['state'] }) },
          'active, expired (read-only until erased), converted.',
          { width: 8 },
        ),
        lines(
          'Trials started and converted',
          'short',
          {
            'started an hour': `3600 * ${rate('frontdesk_trials_started_total')}`,
            'converted an hour': `3600 * ${rate('frontdesk_trials_converted_total')}`,
          },
          'At the present rate.',
          { width: 8 },
        ),
        lines(
          'Conversion over time',
          'percentunit',
          { now: now('frontdesk_conversion_ratio') },
          'Share of the trials begun 15 to 45 days ago that have a plan now.',
          { width: 8, alert: 'ConversionDrop' },
        ),
        bars(
          'Activation funnel',
          'short',
          { '{{step}}': `sum by (step) (${now('frontdesk_workflow_tenants', { by: ['step', 'status'] })})` },
          'Set-ups by the step at which they stand. The longest bar before go_live is where businesses stop.',
          { width: 8, base: 'blue' },
        ),
        lines(
          'Set-ups that wait or failed',
          'short',
          {
            '{{step}} {{status}}': now('frontdesk_workflow_tenants', {
              by: ['step', 'status'],
              where: 'status=~"paused|failed"',
            }),
          },
          'Paused ones wait for the tenant or an operator: the admin console lists them.',
          { width: 8, alert: 'SetUpsFailing' },
        ),
        lines(
          'Steps ended',
          'ops',
          { '{{step}} {{outcome}}': rate('frontdesk_workflow_steps_total', { by: ['step', 'outcome'] }) },
          'Steps of set-ups a second by how they ended.',
          { width: 8, alert: 'SetUpsFailing' },
        ),
      ],
    },
    {
      title: 'Use and quality',
      panels: [
        lines(
          'Questions by plan',
          'reqps',
          { '{{plan}}': rate('frontdesk_queries_total', { by: ['plan'] }) },
          'Questions a second by plan.',
          { stacked: true, width: 12 },
        ),
        lines(
          'Quality of knowledge bases',
          'percentunit',
          {
            median: quantile(0.5, 'frontdesk_kb_quality'),
            mean: mean('frontdesk_kb_quality'),
          },
          'Overall scores of assessments. Below 0.5 a tenant is warned, below 0.3 an operator looks.',
          { width: 12, max: 1 },
        ),
      ],
    },
    {
      title: 'What leaves the house',
      panels: [
        lines(
          'Erasures of trials',
          'ops',
          { '{{outcome}}': rate('frontdesk_trial_purges_total', { by: ['outcome'] }) },
          'Erasures a second by how they ended; failed ones are tried again.',
          { width: 8, alert: 'TrialPurgeFailing' },
        ),
        lines(
          'Mails',
          'ops',
          { '{{outcome}}': rate('frontdesk_mails_total', { by: ['outcome'] }) },
          'Mails a second by how sending ended.',
          { width: 8, alert: 'MailsFailing' },
        ),
        lines(
          'Webhooks',
          'ops',
          { '{{outcome}}': rate('frontdesk_webhooks_total', { by: ['outcome'] }) },
          'Deliveries to tenants’ own addresses a second. Failures are mostly the receivers’.',
          { width: 8, alert: 'WebhooksFailing' },
        ),
      ],
    },
  ],
};
