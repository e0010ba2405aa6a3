/** One tool: whether the assistant has it and why, and what it needs to work. */
import { type FormEvent, useId, useState } from 'react';
import { type ProblemError, toProblem } from '../api-client.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { CodeBlock } from '../components/code-block.tsx';
import { Field, Input } from '../components/field.tsx';
import { explainProblem } from '../explain-problem.ts';
import type { ToolChange, ToolState } from './use-tools.ts';

interface ToolRowProps {
  tool: ToolState;
  secret: string | undefined;
  onChange: (change: ToolChange) => Promise<void>;
}

export function ToolRow({ tool, secret, onChange }: ToolRowProps) {
  const id = useId();
  const [busy, setBusy] = useState(false);
  /** Shown at once, before the server has said so. */
  const [wanted, setWanted] = useState<boolean | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);

  const change = async (asked: ToolChange) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    setWanted(asked.assigned ?? null);
    try {
      await onChange(asked);
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
      setWanted(null);
    }
  };

  const errorOf = (name: string) => problem?.fields.find(({ path }) => path.endsWith(name))?.message;
  const always = tool.origin === 'always';
  return (
    <li className="flex gap-3 py-3.5" data-tool={tool.tool} data-assigned={tool.assigned}>
      <input
        id={id}
        type="checkbox"
        className="mt-1 size-4 shrink-0 accent-primary pointer-coarse:size-5"
        checked={wanted ?? tool.assigned}
        aria-describedby={`${id}-about`}
        disabled={always}
        onChange={(event) => change({ assigned: event.target.checked })}
      />
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="flex flex-wrap items-center gap-x-3">
          <label htmlFor={id} className="text-sm font-medium">
            {tool.title}
          </label>
          {always ? <Badge>Always there</Badge> : null}
          {tool.assigned && !tool.usable ? <Badge tone="brass">Needs an address</Badge> : null}
          {tool.origin === 'recommended' && tool.assigned ? <Badge tone="good">Recommended</Badge> : null}
        </p>
        <p id={`${id}-about`} className="text-sm text-quiet">
          {tool.description}
        </p>
        {tool.reason ? <p className="text-sm">Why: {tool.reason}</p> : null}
        {problem && problem.fields.length === 0 ? (
          <p role="alert" className="text-[0.8125rem] text-bad">
            {explainProblem(problem).message}
          </p>
        ) : null}
        {tool.assigned && (tool.endpoint !== 'none' || tool.kind === 'record') ? (
          <ToolSettings tool={tool} busy={busy} errorOf={errorOf} onSave={change} />
        ) : null}
        {secret ? (
          <div className="mt-2 grid min-w-0 gap-1.5">
            <p className="text-sm">Requests to it are signed with this secret. It is shown only now.</p>
            <CodeBlock label="Signing secret" code={secret} />
          </div>
        ) : null}
      </div>
    </li>
  );
}

interface ToolSettingsProps {
  tool: ToolState;
  busy: boolean;
  errorOf: (name: string) => string | undefined;
  onSave: (change: ToolChange) => void;
}

function ToolSettings({ tool, busy, errorOf, onSave }: ToolSettingsProps) {
  const { endpoint_url, notify_email } = tool.settings;
  const [open, setOpen] = useState(!tool.usable);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim() || null;
    onSave({
      ...(tool.endpoint === 'none' ? {} : { endpoint_url: text('endpoint_url') }),
      ...(tool.kind === 'record' ? { notify_email: text('notify_email') } : {}),
    });
  };
  return (
    <details className="mt-1" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded-sm py-1 text-[0.8125rem] font-medium">
        Set up<span className="sr-only">: {tool.title}</span>
      </summary>
      <form
        noValidate
        onSubmit={submit}
        aria-label={`Set up: ${tool.title}`}
        className="mt-2 grid max-w-md gap-3"
      >
        {tool.endpoint === 'none' ? null : (
          <Field
            label="Address of your service"
            optional={tool.endpoint === 'may'}
            error={errorOf('endpoint_url')}
            hint={
              tool.kind === 'record'
                ? 'https; told of each one as it comes (a webhook).'
                : 'https; asked each time a visitor uses the tool.'
            }
          >
            {(props) => (
              <Input
                {...props}
                name="endpoint_url"
                type="url"
                inputMode="url"
                defaultValue={endpoint_url ?? ''}
                placeholder="https://"
              />
            )}
          </Field>
        )}
        {tool.kind === 'record' ? (
          <Field
            label="Mailed to"
            optional
            error={errorOf('notify_email')}
            hint="Empty: to the address of the trial."
          >
            {(props) => (
              <Input {...props} name="notify_email" type="email" defaultValue={notify_email ?? ''} />
            )}
          </Field>
        ) : null}
        <p>
          <Button type="submit" size="small" aria-disabled={busy}>
            {busy ? 'Saving…' : 'Save'}
          </Button>
        </p>
      </form>
    </details>
  );
}
