-- Answers that people have written: a question that equals or nearly is one of theirs gets the answer word for word.
create table app.curated_answers (
  tenant_id uuid not null references app.tenants on delete cascade,
  answer_id uuid not null,
  question text not null check (length(question) <= 2000),
  -- SHA-256 of the question as rag/normalize-question.ts has it: equal questions have one answer.
  question_hash bytea not null check (length(question_hash) = 32),
  answer text not null check (length(answer) <= 4000),
  url text check (length(url) <= 2048),
  embedding extensions.vector not null,
  embedding_model text not null,
  added_by text not null check (added_by in ('admin', 'tenant')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, answer_id),
  unique (tenant_id, question_hash)
);
-- A question is compared with all of a tenant's, so their vectors stand in the row itself.
alter table app.curated_answers alter column embedding set storage main;
call app.protect('app.curated_answers');

-- Part of what cached answers are kept under; apart from kb_version, because the documents are not assessed again for it.
alter table app.tenant_stats add column answers_version bigint not null default 0;
