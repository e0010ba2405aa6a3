/** Making an API key, seeing those that work, revoking one. */
import { type FormEvent, useRef, useState } from 'react';
import type { ApiKey, CreateKeyInput } from '#lib/contracts/keys.ts';
import { type Api, type ProblemError, toProblem } from '../api-client.ts';
import { Alert } from '../components/alert.tsx';
import { useAnnouncer } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { explainProblem } from '../explain-problem.ts';
import { dateInWords } from '../words.ts';
import { useKeys } from './use-keys.ts';

const POWERS: Record<string, { label: string; scopes: CreateKeyInput['scopes'] }> = {
  ask: { label: 'Ask questions', scopes: ['ask'] },
  manage: { label: 'Ask, and manage documents', scopes: ['ask', 'kb:read', 'kb:write'] },
};

function powerOf(key: ApiKey): string {
  return (
    Object.values(POWERS).find((power) => power.scopes.join() === key.scopes.join())?.label ??
    key.scopes.join(', ')
  );
}

export function ApiKeys({ api }: { api: Api }) {
  const { toast } = useAnnouncer();
  const { keys, problem: listProblem, create, revoke } = useKeys(api);
  const [secret, setSecret] = useState<string | null>(null);
  const [nameError, setNameError] = useState<string>();
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [busy, setBusy] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const data = new FormData(form);
    const name = String(data.get('name') ?? '').trim();
    setProblem(null);
    setSecret(null);
    setNameError(name === '' ? 'Name the key after the program that will use it.' : undefined);
    if (name === '') return;
    setBusy(true);
    try {
      setSecret(await create({ name, scopes: POWERS[String(data.get('power'))]?.scopes ?? ['ask'] }));
      form.reset();
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  };

  const confirmRevoke = async () => {
    if (revoking === null) return;
    try {
      await revoke(revoking.key_id);
      toast(`Key “${revoking.name}” revoked.`);
      setTimeout(() => heading.current?.focus(), 0);
    } catch (error) {
      toast(explainProblem(toProblem(error)).message);
    }
    setRevoking(null);
  };

  const shown = problem ?? listProblem;
  return (
    <section aria-labelledby="keys-title" className="grid grid-cols-1 gap-4">
      <div>
        <h3
          id="keys-title"
          ref={heading}
          tabIndex={-1}
          className="font-semibold tracking-tight focus:outline-none"
        >
          API keys
        </h3>
        <p className="text-sm text-quiet">
          A key can do less than your trial token and can be revoked on its own. It is shown once.
        </p>
      </div>
      <form noValidate onSubmit={submit} className="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]">
        <Field label="Name" error={nameError}>
          {(props) => <Input {...props} name="name" maxLength={100} placeholder="Web shop" />}
        </Field>
        <Field label="May do">
          {(props) => (
            <Select {...props} name="power" defaultValue="ask">
              {Object.entries(POWERS).map(([value, { label }]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" variant="primary" className="h-10 sm:mt-[1.6875rem]" aria-disabled={busy}>
          Create key
        </Button>
      </form>
      {secret ? (
        <Alert tone="good" urgent title="Your new key. Copy it now; it is not shown again.">
          <div className="mt-1.5 flex items-center gap-2">
            <code className="min-w-0 flex-1 font-mono text-[0.8125rem] break-all" data-testid="api-key">
              {secret}
            </code>
            <CopyButton text={secret} label="Copy the key">
              Copy
            </CopyButton>
          </div>
        </Alert>
      ) : null}
      {shown ? (
        <Alert tone="bad" urgent title={explainProblem(shown).title}>
          {explainProblem(shown).message}
        </Alert>
      ) : null}
      {keys === null || keys.length === 0 ? (
        <p className="text-sm text-quiet">{keys === null && !listProblem ? 'Loading…' : 'No keys yet.'}</p>
      ) : (
        <ul aria-label="API keys" className="divide-y divide-line rounded-lg border bg-surface">
          {keys.map((key) => (
            <li key={key.key_id} className="flex items-center gap-3 px-3.5 py-2.5">
              <div className="min-w-0 flex-1">
                <p className="truncate text-sm font-medium">{key.name}</p>
                <p className="text-[0.8125rem] text-quiet">
                  {powerOf(key)} · made {dateInWords(key.created_at)}
                  {key.last_used_at ? ` · last used ${dateInWords(key.last_used_at)}` : ' · never used'}
                </p>
              </div>
              <Button size="small" aria-label={`Revoke ${key.name}`} onClick={() => setRevoking(key)}>
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Dialog
        alert
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        title="Revoke this key?"
        description={`Programs that use “${revoking?.name ?? ''}” are refused from the next request on.`}
        footer={
          <>
            <Button onClick={() => setRevoking(null)}>Keep it</Button>
            <Button variant="danger" onClick={confirmRevoke}>
              Revoke
            </Button>
          </>
        }
      />
    </section>
  );
}
