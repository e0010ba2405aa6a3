-- Sources, their files, chunks, vectors and the inverted index.

create table app.sources (
  tenant_id uuid not null references app.tenants on delete cascade,
  source_id uuid not null,
  kind text not null check (kind in ('file', 'text')),
  name text not null check (length(name) <= 255),
  title text,
  url text,
  content_hash bytea not null check (length(content_hash) = 32),
  bytes bigint not null check (bytes >= 0),
  status text not null default 'queued' check (status in ('queued', 'ingesting', 'ready', 'failed')),
  progress_percent integer not null default 0 check (progress_percent between 0 and 100),
  error_code text,
  error_message text,
  chunks integer not null default 0,
  embedding_model text,
  attempts integer not null default 0,
  -- The claim of the worker that ingests it now; a result is stored only under the same token.
  lease_token uuid,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, source_id),
  unique (tenant_id, content_hash)
);
create index sources_unfinished on app.sources (status, updated_at) where status in ('queued', 'ingesting');
call app.protect('app.sources');

create table app.source_files (
  tenant_id uuid not null,
  source_id uuid not null,
  declared_type text,
  content bytea not null,
  primary key (tenant_id, source_id),
  foreign key (tenant_id, source_id) references app.sources on delete cascade
);
call app.protect('app.source_files');

create table app.chunks (
  tenant_id uuid not null,
  chunk_id bigint not null,
  source_id uuid not null,
  ordinal integer not null,
  heading text,
  page integer,
  text text not null,
  -- Distinct BM25 terms, so that removing the chunk can find its postings.
  terms text[] not null,
  term_count integer not null check (term_count >= 0),
  -- Sentence vectors, quantised (src/lib/rag/sentence-vectors.ts).
  sentence_vectors bytea not null,
  primary key (tenant_id, chunk_id),
  unique (tenant_id, source_id, ordinal),
  foreign key (tenant_id, source_id) references app.sources on delete cascade
);
call app.protect('app.chunks');

-- Apart from chunks, so that an exact scan of a tenant's vectors reads nothing else.
create table app.chunk_vectors (
  tenant_id uuid not null,
  chunk_id bigint not null,
  embedding extensions.vector not null,
  primary key (tenant_id, chunk_id),
  foreign key (tenant_id, chunk_id) references app.chunks on delete cascade
);
alter table app.chunk_vectors alter column embedding set storage plain;
call app.protect('app.chunk_vectors');

-- term -> chunk: how often (tf) in a chunk of how many terms (dl). No foreign key to chunks: rows come and
-- go with their chunk in one statement each, and a check a posting would double the cost of ingest.
create table app.postings (
  tenant_id uuid not null references app.tenants on delete cascade,
  term text not null,
  chunk_id bigint not null,
  tf smallint not null check (tf > 0),
  dl integer not null check (dl > 0),
  primary key (tenant_id, term, chunk_id) include (tf, dl)
);
call app.protect('app.postings');

-- In how many of the tenant's chunks a term occurs.
create table app.term_stats (
  tenant_id uuid not null references app.tenants on delete cascade,
  term text not null,
  df integer not null check (df >= 0),
  primary key (tenant_id, term)
);
call app.protect('app.term_stats');
