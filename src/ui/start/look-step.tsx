/** How the assistant looks and speaks: a form on one side, the widget itself on the other. */
import { type FormEvent, useMemo, useState } from 'react';
import type { Branding } from '#lib/contracts/branding.ts';
import type { WidgetConfig } from '#lib/contracts/widget.ts';
import {
  DISPLAY_NAME_MAX_CHARS,
  PLACEHOLDER_MAX_CHARS,
  TONE_MAX_CHARS,
  WELCOME_MAX_CHARS,
} from '#lib/core/limits.ts';
import { type Api, type ProblemError, toProblem } from '../api-client.ts';
import { useAnnouncer } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { Field, Input, Select, Textarea } from '../components/field.tsx';
import { ColorField } from './color-field.tsx';
import { LivePreview } from './live-preview.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import type { BrandingForm } from './use-branding.ts';

/** The widget's own, for the colour fields that are not set. */
const DEFAULT_COLOR = '#1f4f8f';
const LOCALES = [
  ['en', 'English'],
  ['de', 'Deutsch'],
  ['fr', 'Français'],
  ['es', 'Español'],
] as const;

/** As the server would say it once this is saved. */
function configOf(shown: Branding, businessName: string): WidgetConfig {
  const { allowed_origins: _, updated_at: __, tone: ___, ...look } = shown;
  const text = (value: string | null) => (value?.trim() ? value.trim() : null);
  return {
    ...look,
    display_name: text(shown.display_name) ?? businessName,
    welcome_message: text(shown.welcome_message),
    placeholder_text: text(shown.placeholder_text),
    available: true,
  };
}

interface LookStepProps {
  api: Api;
  form: BrandingForm;
  businessName: string;
}

export function LookStep({ api, form, businessName }: LookStepProps) {
  const { toast } = useAnnouncer();
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [busy, setBusy] = useState(false);
  const { shown, changed, change } = form;
  const config = useMemo(() => shown && configOf(shown, businessName), [shown, businessName]);
  if (form.problem && !shown) return <ProblemNotice problem={form.problem} onRetry={form.refresh} />;
  if (!shown || !config) return <p className="text-sm text-quiet">Loading…</p>;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await form.save();
      toast('Saved. Pages show it within a minute.');
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const errorOf = (name: keyof Branding) => problem?.fields.find(({ path }) => path === name)?.message;
  const textOf = (name: 'display_name' | 'welcome_message' | 'placeholder_text' | 'tone') => ({
    name,
    value: shown[name] ?? '',
    onChange: (event: { target: { value: string } }) =>
      change({ [name]: event.target.value === '' ? null : event.target.value }),
  });
  const locales = LOCALES.some(([tag]) => tag === shown.locale)
    ? LOCALES
    : [...LOCALES, [shown.locale, shown.locale] as const];

  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <form noValidate onSubmit={save} aria-label="Look and words" className="grid gap-4">
        <Field label="Name" hint="Above the conversation." error={errorOf('display_name')}>
          {(props) => (
            <Input
              {...props}
              {...textOf('display_name')}
              maxLength={DISPLAY_NAME_MAX_CHARS}
              placeholder={businessName}
            />
          )}
        </Field>
        <Field label="Welcome" hint="Said before the first question." error={errorOf('welcome_message')}>
          {(props) => <Textarea {...props} {...textOf('welcome_message')} maxLength={WELCOME_MAX_CHARS} />}
        </Field>
        <Field label="Hint in the empty field" optional error={errorOf('placeholder_text')}>
          {(props) => <Input {...props} {...textOf('placeholder_text')} maxLength={PLACEHOLDER_MAX_CHARS} />}
        </Field>
        <Field
          label="Tone"
          optional
          hint="For example: friendly, formal. Used when a language model writes the answers."
          error={errorOf('tone')}
        >
          {(props) => <Input {...props} {...textOf('tone')} maxLength={TONE_MAX_CHARS} />}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <ColorField
            label="Main colour"
            hint="Buttons and links."
            value={shown.primary_color}
            fallback={DEFAULT_COLOR}
            error={errorOf('primary_color')}
            onChange={(primary_color) => change({ primary_color })}
          />
          <ColorField
            label="Second colour"
            hint="The bar on top."
            value={shown.secondary_color}
            fallback={shown.primary_color ?? DEFAULT_COLOR}
            error={errorOf('secondary_color')}
            onChange={(secondary_color) => change({ secondary_color })}
          />
          <Field label="Corner" error={errorOf('position')}>
            {(props) => (
              <Select
                {...props}
                value={shown.position}
                onChange={(event) => change({ position: event.target.value as Branding['position'] })}
              >
                <option value="bottom-right">Bottom right</option>
                <option value="bottom-left">Bottom left</option>
              </Select>
            )}
          </Field>
          <Field label="Theme" error={errorOf('theme')}>
            {(props) => (
              <Select
                {...props}
                value={shown.theme}
                onChange={(event) => change({ theme: event.target.value as Branding['theme'] })}
              >
                <option value="auto">As the visitor’s device</option>
                <option value="light">Light</option>
                <option value="dark">Dark</option>
              </Select>
            )}
          </Field>
          <Field label="Language of the widget" error={errorOf('locale')}>
            {(props) => (
              <Select
                {...props}
                value={shown.locale}
                onChange={(event) => change({ locale: event.target.value })}
              >
                {locales.map(([tag, name]) => (
                  <option key={tag} value={tag}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        {problem && problem.fields.length === 0 ? <ProblemNotice problem={problem} urgent /> : null}
        <p className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant={changed ? 'primary' : 'outline'} aria-disabled={busy}>
            {busy ? 'Saving…' : 'Save'}
          </Button>
          <span className="text-[0.8125rem] text-quiet">
            {changed ? 'Not saved yet: visitors still see what was saved before.' : 'All saved.'}
          </span>
        </p>
      </form>
      <LivePreview api={api} config={config} />
    </div>
  );
}
