/** The database's tables as Kysely sees them; the truth is supabase/migrations. */
import type { ColumnType, Generated } from 'kysely';
import type { Verdict } from '#lib/contracts/assessment.ts';
import type { Branding } from '#lib/contracts/branding.ts';
import type { SourceStatus } from '#lib/contracts/kb.ts';
import type { RecordKind, ToolName } from '#lib/contracts/tools.ts';
import type { WorkflowInterrupt, WorkflowStatus, WorkflowStep } from '#lib/contracts/workflow.ts';
import type { AdminRole } from '#lib/core/caller.ts';

type Timestamp = ColumnType<Date, Date | undefined, Date>;
type NullableTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;
type Bytes = Uint8Array;
type StoredInterrupt = Pick<WorkflowInterrupt, 'kind' | 'reason' | 'raised_at'>;

export interface Tables {
  tenants: {
    tenant_id: string;
    email: string;
    business_name: string;
    business_type: string;
    website_url: string | null;
    status: Generated<'trial' | 'expired' | 'active' | 'erasing'>;
    plan: Generated<string>;
    created_at: Timestamp;
    expires_at: ColumnType<Date, Date, Date>;
  };
  trials: {
    tenant_id: string;
    workflow_id: string;
    current_step: WorkflowStep;
    status: WorkflowStatus;
    steps_completed: Generated<WorkflowStep[]>;
    progress_percent: Generated<number>;
    /** What steps have found out, by step. */
    state: ColumnType<Record<string, unknown>, string | undefined, string>;
    version: Generated<number>;
    attempts: Generated<number>;
    interrupt: ColumnType<StoredInterrupt | null, string | null | undefined, string | null>;
    undoing: WorkflowStep | null;
    step_since: Timestamp;
    run_at: NullableTimestamp;
    seen_kb_version: Generated<number>;
    lease_token: string | null;
    lease_until: NullableTimestamp;
    updated_at: Timestamp;
  };
  workflow_history: {
    tenant_id: string;
    version: number;
    event: string;
    actor: string;
    from_step: WorkflowStep | null;
    from_status: WorkflowStatus | null;
    to_step: WorkflowStep;
    to_status: WorkflowStatus;
    detail: ColumnType<Record<string, unknown>, string | undefined, string>;
    created_at: Timestamp;
  };
  resume_links: {
    tenant_id: string;
    link_id: string;
    secret_hash: Bytes;
    requested: boolean;
    created_at: Timestamp;
    expires_at: ColumnType<Date, Date, Date>;
    used_at: NullableTimestamp;
  };
  api_keys: {
    tenant_id: string;
    key_id: string;
    kind: 'trial_token' | 'api_key';
    name: string;
    token_hash: Bytes;
    scopes: string[];
    created_at: Timestamp;
    expires_at: NullableTimestamp;
    last_used_at: NullableTimestamp;
  };
  rate_limit_overrides: { tenant_id: string; policy: string; units: number; updated_at: Timestamp };
  usage: {
    tenant_id: string;
    queries_used: Generated<number>;
    queries_limit: number;
    documents: Generated<number>;
    documents_limit: number;
    storage_bytes: Generated<number>;
    storage_limit_bytes: number;
  };
  usage_days: {
    tenant_id: string;
    /** `YYYY-MM-DD`, in UTC. */
    day: ColumnType<Date, string, string>;
    questions: Generated<number>;
    failed_questions: Generated<number>;
    prompt_tokens: Generated<number>;
    completion_tokens: Generated<number>;
    cost_micro_usd: Generated<number>;
  };
  tenant_stats: {
    tenant_id: string;
    last_event_id: Generated<number>;
    last_chunk_id: Generated<number>;
    kb_version: Generated<number>;
    chunks: Generated<number>;
    terms: Generated<number>;
  };
  sources: {
    tenant_id: string;
    source_id: string;
    kind: 'file' | 'text';
    name: string;
    title: string | null;
    url: string | null;
    content_hash: Bytes;
    bytes: number;
    status: Generated<SourceStatus>;
    progress_percent: Generated<number>;
    error_code: string | null;
    error_message: string | null;
    chunks: Generated<number>;
    embedding_model: string | null;
    attempts: Generated<number>;
    lease_token: string | null;
    lease_until: NullableTimestamp;
    created_at: Timestamp;
    updated_at: Timestamp;
  };
  source_files: { tenant_id: string; source_id: string; declared_type: string | null; content: Bytes };
  chunks: {
    tenant_id: string;
    chunk_id: number;
    source_id: string;
    ordinal: number;
    heading: string | null;
    page: number | null;
    text: string;
    terms: string[];
    term_count: number;
    sentence_vectors: Bytes;
  };
  chunk_vectors: { tenant_id: string; chunk_id: number; embedding: string };
  large_vectors: { tenant_id: string; chunk_id: number; embedding: string };
  vector_indexes: {
    tenant_id: string;
    dimensions: number;
    copied_chunk_id: Generated<number>;
    created_at: Timestamp;
  };
  postings: { tenant_id: string; term: string; chunk_id: number; tf: number; dl: number };
  term_stats: { tenant_id: string; term: string; df: number };
  assessments: {
    tenant_id: string;
    kb_version: number;
    verdict: Verdict;
    assessor: 'deterministic' | 'llm';
    overall: number;
    coverage: number;
    clarity: number;
    relevance: number;
    confidence: number;
    report: ColumnType<Record<string, unknown>, string, string>;
    assessed_at: Date;
  };
  widget_configs: {
    tenant_id: string;
    display_name: string | null;
    primary_color: string | null;
    secondary_color: string | null;
    tone: string | null;
    welcome_message: string | null;
    placeholder_text: string | null;
    position: Generated<Branding['position']>;
    theme: Generated<Branding['theme']>;
    locale: Generated<string>;
    allowed_origins: Generated<string[]>;
    updated_at: Timestamp;
  };
  widget_keys: { tenant_id: string; widget_key: string; created_at: Timestamp };
  sessions: {
    tenant_id: string;
    session_id: string;
    visitor_id: string | null;
    origin: string | null;
    token_hash: ColumnType<Bytes | null, Bytes | null | undefined, Bytes | null>;
    preview: Generated<boolean>;
    created_at: Timestamp;
    expires_at: NullableTimestamp;
  };
  messages: {
    tenant_id: string;
    message_id: string;
    session_id: string;
    request_id: string;
    query: string;
    answer: string;
    answered: boolean;
    confidence: number;
    mode: string;
    cited_sources: string[];
    rating: 'up' | 'down' | null;
    comment: string | null;
    created_at: Timestamp;
  };
  events: {
    tenant_id: string;
    event_id: number;
    type: 'ingestion' | 'workflow';
    payload: ColumnType<Record<string, unknown>, string, string>;
    created_at: Timestamp;
  };
  tool_assignments: {
    tenant_id: string;
    tool: ToolName;
    assigned: boolean;
    reason: Generated<string>;
    origin: 'recommended' | 'edited';
    endpoint_url: string | null;
    signing_secret: string | null;
    notify_email: string | null;
    updated_at: Timestamp;
  };
  tool_records: {
    tenant_id: string;
    record_id: string;
    kind: RecordKind;
    name: string;
    email: string;
    phone: string | null;
    message: string | null;
    details: ColumnType<Record<string, unknown>, string | undefined, string>;
    session_id: string | null;
    visitor_id: string | null;
    request_id: string;
    run_key: string | null;
    created_at: Timestamp;
  };
  webhooks: {
    tenant_id: string;
    webhook_id: string;
    tool: ToolName;
    record_id: string;
    status: Generated<'queued' | 'sending' | 'delivered' | 'failed'>;
    attempts: Generated<number>;
    due_at: Timestamp;
    error: string | null;
    lease_token: string | null;
    lease_until: NullableTimestamp;
    created_at: Timestamp;
    updated_at: Timestamp;
  };
  idempotency_keys: {
    tenant_id: string;
    key: string;
    operation: string;
    request_hash: string;
    status: number | null;
    body: ColumnType<unknown, string | null, string | null>;
    created_at: Timestamp;
  };
  audit_log: {
    tenant_id: string;
    audit_id: string;
    actor: string;
    action: string;
    subject: string | null;
    detail: ColumnType<Record<string, unknown>, string, string>;
    request_id: string | null;
    created_at: Timestamp;
  };
  mails: {
    tenant_id: string;
    mail_id: string;
    dedupe_key: string;
    recipient: string;
    subject: string;
    /** Null once it was sent or given up. */
    body: string | null;
    status: Generated<'queued' | 'sending' | 'sent' | 'logged' | 'failed'>;
    attempts: Generated<number>;
    error: string | null;
    lease_token: string | null;
    lease_until: NullableTimestamp;
    created_at: Timestamp;
    updated_at: Timestamp;
  };
  erasures: {
    erased_tenant: string;
    reason: 'requested' | 'expired';
    rows: ColumnType<Record<string, number>, string | undefined, string>;
    requested_at: ColumnType<Date, Date, Date>;
    lease_until: ColumnType<Date, Date, Date>;
    finished_at: NullableTimestamp;
  };
  flags: {
    key: string;
    enabled: boolean;
    percentage: number;
    variant: string;
    allow: string[];
    deny: string[];
    version: Generated<number>;
    looks: Generated<number>;
    looked_calls: Generated<number>;
    updated_by: string;
    updated_at: Timestamp;
  };
  flags_version: { singleton: Generated<boolean>; version: Generated<number> };
  flag_outcomes: {
    key: string;
    version: number;
    bucket: number;
    calls: number;
    failed: number;
    slow: number;
  };
  flag_alerts: {
    alert_id: string;
    key: string;
    version: number;
    evidence: ColumnType<Record<string, unknown>, string, string>;
    created_at: Timestamp;
  };
  admin_users: {
    admin_id: string;
    email: string;
    password_hash: string | null;
    password_scheme: string | null;
    password_changed_at: NullableTimestamp;
    role: AdminRole;
    status: Generated<'active' | 'disabled'>;
    last_login_at: NullableTimestamp;
    created_at: Timestamp;
    updated_at: Timestamp;
  };
  admin_sessions: {
    session_id: string;
    admin_id: string;
    kind: 'api' | 'console';
    address: string;
    created_at: Timestamp;
    expires_at: ColumnType<Date, Date, Date>;
    revoked_at: NullableTimestamp;
  };
  admin_setup_links: {
    link_hash: Bytes;
    admin_id: string | null;
    created_at: Timestamp;
    expires_at: ColumnType<Date, Date, Date>;
    used_at: NullableTimestamp;
  };
  admin_audit: {
    audit_id: string;
    actor: 'admin' | 'system' | 'anonymous' | 'guard';
    admin_id: string | null;
    email: string | null;
    action: string;
    subject: string | null;
    before: ColumnType<Record<string, unknown> | null, string | null, never>;
    after: ColumnType<Record<string, unknown> | null, string | null, never>;
    request_id: string | null;
    address: string | null;
    created_at: ColumnType<Date, Date, never>;
  };
}
