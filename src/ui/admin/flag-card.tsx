/** One flag: on or off, for what share of tenants and for which ones; nothing changes before it is saved. */
import { useId, useState } from 'react';
import type { FlagState } from '#lib/contracts/flags.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { cn } from '../components/class-names.ts';
import type { AdminApi } from './admin-api.ts';
import { changeOf, draftOf, type FlagDraft } from './flag-draft.ts';
import { FlagTenants } from './flag-tenants.tsx';
import { Card, inWords, Problem, timeInWords } from './parts.tsx';
import { useAction } from './use-action.ts';

const STEPS = [0, 10, 50, 100];

interface FlagCardProps {
  api: AdminApi;
  flag: FlagState;
  operates: boolean;
  onDone: () => Promise<void>;
}

export function FlagCard({ api, flag, operates, onDone }: FlagCardProps) {
  const id = useId();
  const { busy, problem, run } = useAction();
  const [draft, setDraft] = useState(() => draftOf(flag));
  const [shown, setShown] = useState(flag.version);
  // Whoever changed it: what is being chosen here was made from another state.
  if (shown !== flag.version) {
    setShown(flag.version);
    setDraft(draftOf(flag));
  }
  const { enabled, percentage } = draft;
  const edit = (change: Partial<FlagDraft>) => setDraft((now) => ({ ...now, ...change }));
  const setPercentage = (share: number) => edit({ percentage: share });
  const body = changeOf(flag, draft);
  const variant = flag.variants.length > 1 ? `, ${flag.variant}` : '';

  const save = async () => {
    if (body === null) return;
    const path = `/flags/${encodeURIComponent(flag.key)}`;
    if (await run(() => api.request(path, { method: 'PUT', body }), `“${flag.key}” saved.`)) await onDone();
  };

  return (
    <section aria-labelledby={`${id}-key`}>
      <Card className="grid gap-3">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <h2 id={`${id}-key`} className="font-mono text-sm font-semibold">
            {flag.key}
          </h2>
          <Badge tone={flag.enabled && flag.percentage > 0 ? 'good' : 'plain'}>
            {flag.enabled ? `On for ${flag.percentage} %${variant}` : 'Off'}
          </Badge>
        </div>
        <p className="text-sm">
          {flag.description} <span className="text-quiet">Off: {flag.off}</span>
        </p>
        <p className="text-[0.8125rem] text-quiet">
          Guard: {inWords(flag.guard).toLowerCase()}. With it {outcome(flag.cohort)}; without it{' '}
          {outcome(flag.rest)}.
          {flag.updated_at ? ` Set by ${flag.updated_by}, ${timeInWords(flag.updated_at)}.` : ''}
          {flag.allow.length + flag.deny.length > 0
            ? ` ${flag.allow.length} tenants always, ${flag.deny.length} never.`
            : ''}
        </p>
        {operates ? (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
            <button
              type="button"
              role="switch"
              aria-checked={enabled}
              aria-label={`${flag.key} is on`}
              onClick={() => edit({ enabled: !enabled })}
              className={cn(
                'inline-flex h-6 w-11 shrink-0 items-center rounded-full border border-field px-0.5 transition-colors',
                enabled ? 'bg-good' : 'bg-subtle',
              )}
            >
              <span
                aria-hidden
                className={cn(
                  'size-4.5 rounded-full bg-surface shadow transition-transform',
                  enabled && 'translate-x-5',
                )}
              />
            </button>
            <label htmlFor={`${id}-share`} className="text-sm">
              Share of tenants
            </label>
            <input
              id={`${id}-share`}
              type="range"
              min={0}
              max={100}
              value={percentage}
              onChange={(event) => setPercentage(Number(event.target.value))}
              className="min-w-24 flex-1 accent-brass"
            />
            <output htmlFor={`${id}-share`} className="w-12 text-right text-sm tabular-nums">
              {percentage} %
            </output>
            <fieldset className="flex flex-wrap gap-1.5">
              <legend className="sr-only">Set the share of {flag.key}</legend>
              {STEPS.map((step) => (
                <Button
                  key={step}
                  size="small"
                  aria-pressed={percentage === step}
                  className="aria-pressed:border-foreground"
                  onClick={() => setPercentage(step)}
                >
                  {step} %
                </Button>
              ))}
            </fieldset>
          </div>
        ) : null}
        {operates ? (
          <div className="grid gap-3">
            <FlagTenants api={api} flag={flag} draft={draft} onChange={edit} />
            <Button
              variant="primary"
              size="small"
              className="w-fit justify-self-end"
              aria-disabled={busy || body === null}
              aria-label={`Save ${flag.key}`}
              onClick={save}
            >
              Save
            </Button>
          </div>
        ) : null}
        <Problem problem={problem} />
      </Card>
    </section>
  );
}

function outcome({ calls, failed, slow }: FlagState['cohort']): string {
  return `${failed} of ${calls} calls failed and ${slow} were slow`;
}
