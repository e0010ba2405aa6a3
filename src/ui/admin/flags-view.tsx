/** Feature flags: how their rollouts go, and what the guard turned off. */
import type { FlagList } from '#lib/contracts/flags.ts';
import { Alert } from '../components/alert.tsx';
import { FlagCard } from './flag-card.tsx';
import { Problem, timeInWords, ViewTitle } from './parts.tsx';
import { usePolled } from './use-polled.ts';
import type { ViewProps } from './view-props.ts';

export function FlagsView({ api, operates }: ViewProps) {
  const { data, problem, refresh } = usePolled<FlagList>(api, '/flags', ['flags']);
  return (
    <>
      <ViewTitle>Feature flags</ViewTitle>
      <Problem problem={problem} />
      {data === null ? <p className="text-sm text-quiet">Loading…</p> : null}
      {data?.alerts.map((alert) => (
        <Alert key={alert.alert_id} tone="bad" title={`The guard turned “${alert.key}” off`}>
          {alert.cohort[alert.harm]} of {alert.cohort.calls} calls with it{' '}
          {alert.harm === 'slow' ? 'were slow' : 'failed'}, {alert.rest[alert.harm]} of {alert.rest.calls}{' '}
          without it (p = {alert.p.toPrecision(2)}). {timeInWords(alert.created_at)}
        </Alert>
      ))}
      {data?.flags.map((flag) => (
        <FlagCard key={flag.key} api={api} flag={flag} operates={operates} onDone={refresh} />
      ))}
    </>
  );
}
