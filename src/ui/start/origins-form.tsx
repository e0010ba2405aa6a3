/** The sites that may show the widget, one a line; none means no site at all. */
import { type FormEvent, useState } from 'react';
import type { BrandingInput } from '#lib/contracts/branding.ts';
import { ALLOWED_ORIGINS_MAX } from '#lib/core/limits.ts';
import { type ProblemError, toProblem } from '../api-client.ts';
import { useAnnouncer } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { Field, Textarea } from '../components/field.tsx';
import { plural } from '../words.ts';
import { ProblemNotice } from './problem-notice.tsx';

/** What people paste from the address bar becomes the origin in it; what is no address stays, for the server to refuse. */
export function originsIn(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter((line) => line !== '')
    .map((line) => {
      const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(line) ? line : `https://${line}`;
      return URL.canParse(whole) ? new URL(whole).origin : line;
    });
}

interface OriginsFormProps {
  saved: string[];
  /** Of the website given at sign-up, offered while nothing is saved. */
  suggested: string | null;
  onSave: (input: BrandingInput) => Promise<unknown>;
}

export function OriginsForm({ saved, suggested, onSave }: OriginsFormProps) {
  const { toast } = useAnnouncer();
  const [text, setText] = useState(() =>
    saved.length > 0 ? saved.join('\n') : suggested ? (originsIn(suggested)[0] ?? '') : '',
  );
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const origins = [...new Set(originsIn(text))];
    try {
      await onSave({ allowed_origins: origins });
      setText(origins.join('\n'));
      toast(origins.length > 0 ? `Saved: ${plural(origins.length, 'site')}.` : 'Saved: no site may show it.');
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  };

  const refused = problem?.fields.find(({ path }) => path.startsWith('allowed_origins'));
  const line = /\d+/.exec(refused?.path ?? '')?.[0];
  const error = refused
    ? `${line === undefined ? '' : `Line ${Number(line) + 1}: `}${refused.message}`
    : undefined;
  return (
    <form noValidate onSubmit={submit} aria-label="Allowed sites" className="grid gap-3">
      <Field
        label="Sites that may show it"
        error={error}
        hint={`One a line, such as https://shop.example. www.shop.example is another site. At most ${ALLOWED_ORIGINS_MAX}.`}
      >
        {(props) => (
          <Textarea
            {...props}
            className="font-mono text-sm"
            rows={3}
            spellCheck={false}
            autoCapitalize="none"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {problem && !refused ? <ProblemNotice problem={problem} urgent /> : null}
      <p className="flex flex-wrap items-center gap-3">
        <Button type="submit" aria-disabled={busy}>
          {busy ? 'Saving…' : 'Save the sites'}
        </Button>
        <span className="text-[0.8125rem] text-quiet" data-testid="sites-allowed">
          {saved.length === 0 ? 'No site may show it yet.' : `${plural(saved.length, 'site')} may show it.`}
        </span>
      </p>
    </form>
  );
}
