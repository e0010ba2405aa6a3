/** The last step: which sites may show the widget, and the tag to paste into them. */
import { ArrowRight } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { PublishedWidget } from '#lib/contracts/widget.ts';
import type { WorkflowView } from '#lib/contracts/workflow.ts';
import { type Api, isAbort, type ProblemError, toProblem } from '../api-client.ts';
import { Alert } from '../components/alert.tsx';
import { CodeBlock } from '../components/code-block.tsx';
import { OriginsForm } from './origins-form.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import type { BrandingForm } from './use-branding.ts';

interface PublishStepProps {
  api: Api;
  form: BrandingForm;
  view: WorkflowView | null;
  website: string | null;
}

export function PublishStep({ api, form, view, website }: PublishStepProps) {
  const [widget, setWidget] = useState<PublishedWidget | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);

  const load = useCallback(
    async (signal?: AbortSignal) => {
      setProblem(null);
      try {
        const options = { method: 'POST' as const, ...(signal ? { signal } : {}) };
        setWidget(await api.request<PublishedWidget>('/api/trial/widget', options));
      } catch (error) {
        if (!isAbort(error)) setProblem(toProblem(error));
      }
    },
    [api],
  );
  useEffect(() => {
    const stop = new AbortController();
    void load(stop.signal);
    return () => stop.abort();
  }, [load]);

  const live = view?.status === 'completed';
  const { saved } = form;
  return (
    <div className="grid max-w-2xl grid-cols-1 gap-7">
      {live ? (
        <Alert tone="good" title="Your assistant is live.">
          It answers on every site you allow, as soon as the tag below is in its pages.
        </Alert>
      ) : (
        <Alert tone="plain" title="Not live yet">
          The set-up is not finished. You can paste the tag already; the assistant answers from what has been
          read so far.
        </Alert>
      )}
      <section className="grid gap-3" aria-labelledby="sites-title">
        <h2 id="sites-title" className="font-semibold tracking-tight">
          1. Say where it may appear
        </h2>
        {saved ? (
          <OriginsForm saved={saved.allowed_origins} suggested={website} onSave={form.save} />
        ) : form.problem ? (
          <ProblemNotice problem={form.problem} onRetry={form.refresh} />
        ) : (
          <p className="text-sm text-quiet">Loading…</p>
        )}
      </section>
      <section className="grid gap-3" aria-labelledby="snippet-title">
        <h2 id="snippet-title" className="font-semibold tracking-tight">
          2. Paste this into your pages
        </h2>
        <p className="text-sm text-quiet">
          Anywhere before <code className="font-mono">&lt;/body&gt;</code>. It loads after your page and
          changes nothing else on it.
        </p>
        {widget ? <CodeBlock label="Script tag" code={widget.embed_code} /> : null}
        {problem ? <ProblemNotice problem={problem} onRetry={load} /> : null}
        {widget || problem ? null : <p className="text-sm text-quiet">Loading…</p>}
      </section>
      <section className="grid gap-2 border-t pt-5 text-sm" aria-labelledby="next-title">
        <h2 id="next-title" className="font-semibold tracking-tight">
          What next
        </h2>
        <p className="text-quiet">
          Ask it what your visitors will ask, look at the passages behind its answers, and keep adding
          documents.
        </p>
        <p>
          <a
            href="/"
            className="inline-flex min-h-6 items-center gap-1.5 font-medium underline decoration-field underline-offset-4 hover:decoration-foreground"
          >
            Open the workspace
            <ArrowRight aria-hidden className="size-4" />
          </a>
        </p>
      </section>
    </div>
  );
}
