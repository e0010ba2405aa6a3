-- Assessments of a tenant's knowledge base, the latest and a few before it (docs/decisions/016-assessment.md).

create table app.assessments (
  tenant_id uuid not null references app.tenants on delete cascade,
  -- Of tenant_stats when it was read: what changed later is not in it.
  kb_version bigint not null check (kb_version >= 0),
  verdict text not null check (verdict in ('reject', 'review', 'warn', 'approve')),
  assessor text not null check (assessor in ('deterministic', 'llm')),
  overall double precision not null check (overall between 0 and 1),
  coverage double precision not null check (coverage between 0 and 1),
  clarity double precision not null check (clarity between 0 and 1),
  relevance double precision not null check (relevance between 0 and 1),
  confidence double precision not null check (confidence between 0 and 1),
  -- Summary, issues, advice, questions and what else is shown.
  report jsonb not null,
  assessed_at timestamptz not null,
  primary key (tenant_id, kb_version)
);
call app.protect('app.assessments');
