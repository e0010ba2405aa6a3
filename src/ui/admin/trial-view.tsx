/** One trial: its numbers, its knowledge base as assessed, its workflow, and what an operator may do. */
import type { AdminTrialDetail } from '#lib/contracts/admin-trials.ts';
import { bytesInWords, plural } from '../words.ts';
import { AssessmentFacts } from './assessment-facts.tsx';
import { ConversationsCard } from './conversations-card.tsx';
import { Card, dollarsInWords, Fact, inWords, Problem, timeInWords, ViewTitle } from './parts.tsx';
import { TrialActions } from './trial-actions.tsx';
import { TrialStatus } from './trials-view.tsx';
import { usePolled } from './use-polled.ts';
import type { ViewProps } from './view-props.ts';

export function TrialView({ api, operates, tenantId }: ViewProps & { tenantId: string }) {
  const path = `/trials/${encodeURIComponent(tenantId)}`;
  const { data, problem, refresh } = usePolled<AdminTrialDetail>(api, path, ['trials', 'workflows']);
  return (
    <>
      <a href="#trials" className="w-fit text-sm underline underline-offset-2">
        All trials
      </a>
      <ViewTitle aside={data ? <TrialStatus status={data.trial.status} /> : null}>
        {data?.trial.business_name ?? 'Trial'}
      </ViewTitle>
      <Problem problem={problem} />
      {data === null && problem === null ? <p className="text-sm text-quiet">Loading…</p> : null}
      {data ? (
        <>
          <Numbers detail={data} />
          {operates ? <TrialActions api={api} detail={data} onDone={refresh} /> : null}
          <Card>
            <h2 className="mb-3 font-semibold tracking-tight">Assessment</h2>
            {data.assessment ? (
              <AssessmentFacts {...data.assessment} />
            ) : (
              <p className="text-sm text-quiet">Nothing was assessed yet.</p>
            )}
          </Card>
          <Timeline detail={data} />
          {operates ? <ConversationsCard api={api} tenantId={tenantId} /> : null}
        </>
      ) : null}
    </>
  );
}

function Numbers({ detail }: { detail: AdminTrialDetail }) {
  const { trial, usage, kb, spend } = detail;
  const limits = Object.entries(detail.rate_limits);
  return (
    <dl className="grid grid-cols-1 gap-4 rounded-lg border bg-surface p-4 sm:grid-cols-3">
      <Fact name="E-mail">
        <span className="break-all">{trial.email}</span>
      </Fact>
      <Fact name="Business">
        {inWords(trial.business_type)}
        {trial.website_url ? ` · ${trial.website_url}` : ''}
      </Fact>
      <Fact name="Tenant">
        <code className="font-mono text-[0.8125rem] break-all">{trial.tenant_id}</code>
      </Fact>
      <Fact name="Began">{timeInWords(trial.created_at)}</Fact>
      <Fact name="Ends">
        <span data-testid="expires-at">
          {trial.status === 'active' ? `No end (${trial.plan})` : timeInWords(trial.expires_at)}
        </span>
      </Fact>
      <Fact name="Questions">
        {usage.queries_used} of {usage.queries_limit}
      </Fact>
      <Fact name="Documents">
        {usage.documents} of {usage.documents_limit} · {plural(kb.chunks, 'passage')}
        {kb.sources.failed > 0 ? ` · ${kb.sources.failed} failed` : ''}
      </Fact>
      <Fact name="Storage">
        {bytesInWords(usage.storage_bytes)} of {bytesInWords(usage.storage_limit_bytes)}
      </Fact>
      <Fact name="Spent in 30 days">
        {dollarsInWords(spend.cost_micro_usd)}, today {dollarsInWords(spend.today.cost_micro_usd)}
      </Fact>
      <Fact name="Tokens in 30 days">
        {spend.prompt_tokens.toLocaleString('en')} read · {spend.completion_tokens.toLocaleString('en')}{' '}
        written
      </Fact>
      <Fact name="Failed questions in 30 days">{spend.failed_questions}</Fact>
      <Fact name="Rate limits of its own">
        {limits.length === 0 ? 'None' : limits.map(([policy, units]) => `${policy} ${units}`).join(', ')}
      </Fact>
    </dl>
  );
}

function Timeline({ detail: { workflow, history } }: { detail: AdminTrialDetail }) {
  return (
    <Card>
      <h2 className="mb-1 font-semibold tracking-tight">Workflow</h2>
      <p className="text-sm text-quiet">
        {inWords(workflow.current_step)}: {inWords(workflow.status).toLowerCase()} ·{' '}
        {workflow.progress_percent} %
      </p>
      {workflow.interrupts.map(({ reason, kind }) => (
        <p key={kind} className="mt-2 text-sm">
          {inWords(kind)}: {reason}{' '}
          <a href="#workflows" className="underline underline-offset-2">
            Decide
          </a>
        </p>
      ))}
      <ol aria-label="History" className="mt-3 grid gap-1.5 text-sm">
        {history.map((one) => (
          <li key={one.version} className="flex flex-wrap gap-x-3">
            <time dateTime={one.at} className="text-quiet">
              {timeInWords(one.at)}
            </time>
            <span>
              {inWords(one.event)} → {inWords(one.to_step)}: {inWords(one.to_status).toLowerCase()}
            </span>
            <span className="break-all text-quiet">{one.actor}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
