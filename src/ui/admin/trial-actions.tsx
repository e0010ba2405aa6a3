/** What an operator may do to a trial; each is written down in the audit log. */
import { type FormEvent, useState } from 'react';
import type { AdminTrialDetail } from '#lib/contracts/admin-trials.ts';
import { PLANS, TRIAL_EXTENSION_MAX_DAYS, TRIAL_GRACE_DAYS } from '#lib/core/limits.ts';
import { POLICY_NAMES } from '#lib/core/rate-limit-policies.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import type { AdminApi } from './admin-api.ts';
import { Card, inWords, Problem } from './parts.tsx';
import { useAction } from './use-action.ts';

interface TrialActionsProps {
  api: AdminApi;
  detail: AdminTrialDetail;
  onDone: () => Promise<void>;
}

export function TrialActions({ api, detail: { trial }, onDone }: TrialActionsProps) {
  const { busy, problem, run } = useAction();
  const [ending, setEnding] = useState(false);

  const post = async (verb: string, body: object, done: string) => {
    const path = `/trials/${trial.tenant_id}/${verb}`;
    if (await run(() => api.request(path, { method: 'POST', body }), done)) await onDone();
  };
  const submitted = (act: (data: FormData) => void) => (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    act(new FormData(event.currentTarget));
  };

  return (
    <Card className="grid gap-4">
      <h2 className="font-semibold tracking-tight">Change</h2>
      <Problem problem={problem} />
      <div className="grid gap-4 md:grid-cols-2">
        {trial.status === 'active' ? null : (
          <form
            className="flex items-end gap-2"
            onSubmit={submitted((data) => {
              const days = Number(data.get('days'));
              void post('extend', { days }, `Extended by ${days} days.`);
            })}
          >
            <Field label="Extend by days">
              {(props) => (
                <Input
                  {...props}
                  name="days"
                  type="number"
                  min={1}
                  max={TRIAL_EXTENSION_MAX_DAYS}
                  defaultValue={7}
                  required
                />
              )}
            </Field>
            <Button type="submit" className="h-10" aria-disabled={busy}>
              Extend
            </Button>
          </form>
        )}
        <form
          className="flex items-end gap-2"
          onSubmit={submitted((data) => {
            const plan = String(data.get('plan'));
            void post('upgrade', { plan }, `Now on the plan “${plan}”.`);
          })}
        >
          <Field label="Put on a plan">
            {(props) => (
              <Select {...props} name="plan">
                {Object.entries(PLANS).map(([plan, { queries }]) => (
                  <option key={plan} value={plan}>
                    {inWords(plan)}, {queries.toLocaleString('en')} questions
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button type="submit" className="h-10" aria-disabled={busy}>
            Upgrade
          </Button>
        </form>
        <form
          className="grid grid-cols-[1fr_auto] items-end gap-2 sm:grid-cols-[1fr_7rem_auto] md:col-span-2"
          onSubmit={submitted((data) => {
            const units = String(data.get('units')).trim();
            const limits = { [String(data.get('policy'))]: units === '' ? null : Number(units) };
            void post('rate-limit', { limits }, 'Rate limit set.');
          })}
        >
          <div className="max-sm:col-span-2">
            <Field label="Rate limit">
              {(props) => (
                <Select {...props} name="policy">
                  {POLICY_NAMES.filter((name) => !name.startsWith('admin-')).map((name) => (
                    <option key={name}>{name}</option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
          <Field label="Units">
            {(props) => <Input {...props} name="units" type="number" min={0} placeholder="Usual" />}
          </Field>
          <Button type="submit" className="h-10" aria-disabled={busy}>
            Set limit
          </Button>
        </form>
      </div>
      {trial.status === 'expired' ? null : (
        <Button className="w-fit" onClick={() => setEnding(true)}>
          End it now
        </Button>
      )}
      <Dialog
        alert
        open={ending}
        onClose={() => setEnding(false)}
        title={`End “${trial.business_name}” now?`}
        description={`Its assistant stops answering. After ${TRIAL_GRACE_DAYS} days it is erased, unless it is extended or put on a plan.`}
        footer={
          <>
            <Button onClick={() => setEnding(false)}>Keep it</Button>
            <Button
              variant="danger"
              onClick={() => {
                setEnding(false);
                void post('cancel', {}, 'Ended.');
              }}
            >
              End it
            </Button>
          </>
        }
      />
    </Card>
  );
}
