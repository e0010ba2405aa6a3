-- What a tenant's questions take, a row a day (UTC): for the operator, who pays for the models.

create table app.usage_days (
  tenant_id uuid not null references app.tenants on delete cascade,
  day date not null,
  -- Answered and kept; failed ones were given back.
  questions bigint not null default 0 check (questions >= 0),
  failed_questions bigint not null default 0 check (failed_questions >= 0),
  -- As the chat model has reported them.
  prompt_tokens bigint not null default 0 check (prompt_tokens >= 0),
  completion_tokens bigint not null default 0 check (completion_tokens >= 0),
  -- In millionths of a US dollar, by the prices configured when they were asked.
  cost_micro_usd bigint not null default 0 check (cost_micro_usd >= 0),
  primary key (tenant_id, day)
);
call app.protect('app.usage_days');
-- The console adds up the last weeks of all tenants.
create index usage_days_day on app.usage_days (day);
