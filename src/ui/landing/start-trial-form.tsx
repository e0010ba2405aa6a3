/** The form that starts a trial; what the server refuses is shown at its field. */
import { type FormEvent, useRef, useState } from 'react';
import type { StartTrialInput, StartTrialResult } from '#lib/contracts/trial.ts';
import { createApi, type ProblemError, toProblem } from '../api-client.ts';
import { Alert } from '../components/alert.tsx';
import { Button } from '../components/button.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { explainProblem } from '../explain-problem.ts';

const BUSINESS_LABELS: Record<StartTrialInput['business_type'], string> = {
  service: 'Services',
  ecommerce: 'Online shop',
  saas: 'Software',
  healthcare: 'Healthcare',
  finance: 'Finance',
  education: 'Education',
  real_estate: 'Real estate',
  hospitality: 'Hospitality',
  legal: 'Legal',
  other: 'Something else',
};

type Errors = Partial<Record<keyof StartTrialInput, string>>;

/** "example.com" is what people type; the API wants a whole address. */
export function wholeUrl(text: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
}

function check(form: FormData): { input: StartTrialInput; errors: Errors } {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const website = text('website_url');
  const input: StartTrialInput = {
    email: text('email'),
    business_name: text('business_name'),
    business_type: text('business_type') as StartTrialInput['business_type'],
    ...(website === '' ? {} : { website_url: wholeUrl(website) }),
  };
  const errors: Errors = {};
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(input.email))
    errors.email = 'Enter an e-mail address, like you@example.com.';
  if (input.business_name === '') errors.business_name = 'Enter the name of your business.';
  if (!(input.business_type in BUSINESS_LABELS)) errors.business_type = 'Choose what your business does.';
  if (input.website_url !== undefined && !URL.canParse(input.website_url))
    errors.website_url = 'Enter an address like https://example.com, or leave this empty.';
  return { input, errors };
}

export function StartTrialForm({ onStarted }: { onStarted: (result: StartTrialResult) => void }) {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Errors>({});
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [busy, setBusy] = useState(false);

  const refuse = (found: Errors) => {
    setErrors(found);
    const first = Object.keys(found)[0];
    const field = first === undefined ? null : form.current?.elements.namedItem(first);
    if (field instanceof HTMLElement) field.focus();
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const { input, errors: found } = check(new FormData(event.currentTarget));
    setProblem(null);
    refuse(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      onStarted(
        await createApi(null).request<StartTrialResult>('/api/trial/start', { method: 'POST', body: input }),
      );
    } catch (error) {
      const refused = toProblem(error);
      setBusy(false);
      if (refused.fields.length > 0)
        refuse(Object.fromEntries(refused.fields.map((f) => [f.path, f.message])));
      else setProblem(refused);
    }
  };

  return (
    <form ref={form} noValidate onSubmit={submit} className="grid gap-4">
      <Field label="Work e-mail" error={errors.email}>
        {(props) => (
          <Input {...props} name="email" type="email" autoComplete="email" required maxLength={254} />
        )}
      </Field>
      <Field label="Business name" error={errors.business_name}>
        {(props) => (
          <Input {...props} name="business_name" autoComplete="organization" required maxLength={200} />
        )}
      </Field>
      <Field label="What does it do?" error={errors.business_type}>
        {(props) => (
          <Select {...props} name="business_type" defaultValue="" required>
            <option value="" disabled>
              Choose…
            </option>
            {Object.entries(BUSINESS_LABELS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Website" optional error={errors.website_url}>
        {(props) => (
          <Input
            {...props}
            name="website_url"
            type="url"
            inputMode="url"
            autoComplete="url"
            maxLength={2048}
          />
        )}
      </Field>
      {problem ? (
        <Alert tone="bad" urgent title={explainProblem(problem).title}>
          {explainProblem(problem).message}
        </Alert>
      ) : null}
      <Button type="submit" variant="primary" className="h-10 w-full" aria-disabled={busy}>
        {busy ? 'Starting…' : 'Start the trial'}
      </Button>
    </form>
  );
}
