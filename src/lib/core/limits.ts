/** Every bound of the product as a named constant with its unit. */

// HTTP
export const JSON_BODY_MAX_BYTES = 64 * 1024;
export const REQUEST_ID_MAX_CHARS = 128;
export const SHUTDOWN_DRAIN_MAX_MS = 25_000;
export const SSE_HEARTBEAT_MS = 15_000;
export const SSE_POLL_MS = 500;
export const PAGE_SIZE_DEFAULT = 50;
export const PAGE_SIZE_MAX = 200;
export const IDEMPOTENCY_TTL_HOURS = 24;

// Metrics
export const METRICS_TOKEN_MIN_CHARS = 16;
/** The database is read for gauges at most this often, however many scrape. */
export const METRICS_READ_EVERY_MS = 5_000;
/** A scrape waits this long for what is read. */
export const METRICS_READ_MAX_MS = 1_000;
/** What could not be read again for this long is not told any more. */
export const METRICS_STALE_MS = 60_000;

// Feature flags
/** How often an instance looks whether flags were changed: a change is everywhere within 5 s. */
export const FLAGS_POLL_MS = 2_000;
/** Closing waits this long for what was observed to be handed in. */
export const FLAGS_HAND_IN_MAX_MS = 1_000;
/** Tenants on one list of a flag; two such lists fit into a JSON body. */
export const FLAG_TENANTS_LISTED_MAX = 500;
export const FLAG_ALERTS_SHOWN = 20;

// MCP
/** Holds 20 documents of pasted text. */
export const MCP_BODY_MAX_BYTES = 4 * 1024 * 1024;
export const MCP_MESSAGES_MAX = 20;
export const MCP_DOCUMENTS_MAX = 20;
export const BRIDGE_CONNECT_MS = 10_000;

// Knowledge base
export const UPLOAD_MAX_FILES = 20;
export const UPLOAD_FILE_MAX_BYTES = 20 * 1024 * 1024;
export const UPLOAD_MAX_BYTES = 50 * 1024 * 1024;
export const UPLOADS_IN_FLIGHT_MAX = 4;
export const SOURCE_NAME_MAX_CHARS = 255;
export const TEXT_TITLE_MAX_CHARS = 200;
/** Pasted text travels as JSON, so it also fits the JSON body bound. */
export const TEXT_CONTENT_MAX_CHARS = 50_000;
export const URL_MAX_CHARS = 2_048;

// Ingestion
export const EMBED_BATCH_CHUNKS = 16;
export const INGEST_MAX_ATTEMPTS = 4;
/** How long to wait before the second, third and fourth attempt: an embedding API may be away for 40 s in all. */
export const INGEST_RETRY_SECONDS = [2, 8, 30];
/** A claim that was not renewed for this long may be taken by another worker. */
export const INGEST_LEASE_MS = 20_000;
/** Several renewals fit into a lease, so that one that fails costs nothing. */
export const INGEST_RENEW_MS = 5_000;
/** How often stranded sources are looked for, and how long one may wait without a job in the queue. */
export const RECOVERY_SWEEP_MS = 5_000;
export const RECOVERY_WAITING_MS = 15_000;

// Ask
export const QUERY_MAX_CHARS = 2_000;
export const BATCH_MAX_QUERIES = 50;
export const TOP_K_DEFAULT = 6;
export const TOP_K_MAX = 20;
export const ASK_DEADLINE_MS = 15_000;
/** Leaves the extractive answer time within the ask deadline. */
export const LLM_DEADLINE_MS = 13_000;
export const LLM_MAX_TOKENS = 400;
/** Answers of a batch that a model words at once, unless ANSWERS_IN_FLIGHT says otherwise. */
export const ANSWERS_IN_FLIGHT_DEFAULT = 4;
export const SNIPPET_MAX_CHARS = 400;
export const COMMENT_MAX_CHARS = 2_000;

/** Calls of one kind that share a statement when they come at once (core/group-calls.ts). */
export const CALLS_PER_GROUP_MAX = 64;

// Curated answers
/** Each question is compared with all of a tenant's, exactly. */
export const CURATED_ANSWERS_MAX_PER_TENANT = 500;
export const CURATED_ANSWER_MAX_CHARS = 4_000;

// Answer cache
export const ANSWER_CACHE_MAX_BYTES = 32 * 1024 * 1024;
export const ANSWER_CACHE_VALUE_MAX_BYTES = 64 * 1024;
export const ANSWER_CACHE_TTL_MS = 24 * 3600 * 1000;
/** An answer is not worth waiting longer for than this: finding it anew takes little more. */
export const ANSWER_CACHE_DEADLINE_MS = 100;

// Vector indexes of large tenants (docs/decisions/011-approximate-index.md)
/** From here on a tenant gets one, and keeps it until it is well below. */
export const VECTOR_INDEX_FROM_CHUNKS = 10_000;
export const VECTOR_INDEX_UNTIL_CHUNKS = 8_000;
/** Chunks not yet in the index are searched exactly, beside it, up to this many; beyond, all are. */
export const VECTOR_INDEX_LAG_MAX_CHUNKS = 5_000;
export const VECTOR_INDEX_MAX_DIMENSIONS = 4_000;
/** A statement that fills the index: short, since other writers of the tenant wait for it. */
export const VECTOR_INDEX_BATCH_CHUNKS = 200;
/** Candidates that a search of the index keeps (HNSW's ef): more find more and take longer. */
export const VECTOR_INDEX_EF_SEARCH = 100;

// Models
export const MODEL_CONNECT_MS = 3_000;
export const MODEL_FIRST_BYTE_MS = 10_000;
export const MODEL_GAP_MS = 10_000;
export const MODEL_TOTAL_MS = 30_000;

// Trial
export const TRIAL_DAYS = 14;
/** After its end a trial may be read for this long; then it is erased. */
export const TRIAL_GRACE_DAYS = 30;
export const TRIAL_QUERIES = 100;
export const TRIAL_DOCUMENTS = 500;
export const TRIAL_STORAGE_BYTES = 200 * 1024 * 1024;
/** By how much an operator may extend a trial at once. */
export const TRIAL_EXTENSION_MAX_DAYS = 365;

// Workflow
/** How long to wait before the second, third and fourth run of a step that failed; then it pauses. */
export const STEP_RETRY_MS = [2_000, 10_000, 60_000];
/** A lease that was not renewed for this long may be taken by another worker. */
export const STEP_LEASE_MS = 20_000;
export const STEP_RENEW_MS = 5_000;
/** Clocks of workers and of the database differ a little: a step may begin this much early. */
export const STEP_DUE_TOLERANCE_MS = 1_000;
/** After this long without documents the set-up asks for them. */
export const KB_WAIT_MS = 24 * 3_600_000;
/** A change of the knowledge base is told at once; should that be lost, it is looked at this often. */
export const KB_RECHECK_MS = 10 * 60_000;
/** A wait up to this long has a job of its own, a longer one is found by the sweep. */
export const STEP_WAIT_JOB_MAX_MS = 60_000;
export const WORKFLOW_HISTORY_MAX = 200;

// Links that open a trial
export const RESUME_LINK_REQUESTED_MS = 3_600_000;
/** Of a link in a mail of the workflow, which may be read days later. */
export const RESUME_LINK_MAILED_MS = 7 * 24 * 3_600_000;
export const RESUME_LINKS_PER_HOUR = 3;
/** One address may have begun several trials; the newest are answered. */
export const RESUME_TRIALS_MAX = 5;
export const RESUMED_TOKENS_MAX = 5;
/** How long asking for a link takes, whether there is a trial or not. */
export const RESUME_ANSWER_MS = 400;

/** What a tenant may use on each plan that a trial can be upgraded to. */
export const PLANS = {
  standard: { queries: 10_000, documents: 2_000, storageBytes: 2 * 1024 ** 3 },
  pro: { queries: 100_000, documents: 20_000, storageBytes: 20 * 1024 ** 3 },
} as const;
export type Plan = keyof typeof PLANS;

export const API_KEYS_MAX_PER_TENANT = 50;

// Administration
/** How far back the overview counts questions. */
export const OVERVIEW_DAYS = 30;
/** How often a server looks, for all consoles together, what changed and whose session has ended. */
export const ADMIN_CHANGES_POLL_MS = 2_000;
/** Workers look after the queue every minute or two; one that did not for this long is not there. */
export const WORKER_SEEN_WITHIN_MS = 4 * 60_000;
/** A source that waits, or whose claim ran out, this long ago is stuck: recovery looks every few seconds. */
export const INGEST_STUCK_MS = 2 * 60_000;
export const MAIL_WAITS_LONG_SECONDS = 15 * 60;
export const CONVERSATIONS_PER_PAGE_MAX = 25;
/** Of one conversation, its last ones. */
export const CONVERSATION_MESSAGES_MAX = 50;
export const ADMIN_TOKEN_MINUTES = 60;
/** A console's session is given new tokens until it is this old; one of a script ends with its token. */
export const ADMIN_CONSOLE_SESSION_HOURS = 12;
/** Ours have about 330 characters. */
export const ADMIN_TOKEN_MAX_CHARS = 1_024;
export const ADMIN_SECRET_MIN_BYTES = 32;
export const ADMIN_PASSWORD_MIN_CHARS = 12;
export const ADMIN_PASSWORD_MAX_CHARS = 1_024;
/** bcrypt: 2^12 rounds, about a quarter of a second of one core. */
export const ADMIN_PASSWORD_COST = 12;
/** Hashes under way at once: they must not take every thread of the pool, nor every core. */
export const ADMIN_HASHES_AT_ONCE_MAX = 2;
/** Beyond, a login is told to come again: who waits longer than this has left. */
export const ADMIN_HASHES_WAITING_MAX = 32;
/** A network someone logged in from within this time is known: strangers cannot lock it out. */
export const ADMIN_KNOWN_NETWORK_DAYS = 30;
export const ADMIN_SESSIONS_KEPT_DAYS = 90;
export const ADMIN_FIRST_LINK_MINUTES = 60;
export const ADMIN_INVITATION_HOURS = 72;
// Mail
export const MAIL_SUBJECT_MAX_CHARS = 200;
export const MAIL_CONNECT_MS = 10_000;
/** A server that says nothing for this long is given up. */
export const MAIL_SOCKET_MS = 20_000;
export const MAIL_SEND_MAX_MS = 45_000;
/** Longer than sending can take, so that nobody else sends meanwhile. */
export const MAIL_LEASE_MS = 60_000;
/** How long to wait before the second and every later attempt: a server may be away for 19 hours. */
export const MAIL_RETRY_SECONDS = [5, 30, 120, 600, 3_600, 14_400, 50_400];

// Branding
export const DISPLAY_NAME_MAX_CHARS = 80;
export const TONE_MAX_CHARS = 60;
export const WELCOME_MAX_CHARS = 500;
export const PLACEHOLDER_MAX_CHARS = 120;
export const ALLOWED_ORIGINS_MAX = 20;

// Widget
export const VISITOR_SESSION_MS = 15 * 60_000;
/** After its end a session may be gone on with for this long; then the same visitor begins a new one. */
export const VISITOR_SESSION_RENEWAL_MS = 24 * 3600 * 1000;
/** Each new session lets go of up to this many that nobody can go on with. */
export const SESSIONS_DROPPED_AT_ONCE = 20;
export const HISTORY_MESSAGES_MAX = 50;
export const WIDGET_CONFIG_CACHE_SECONDS = 60;

// Erasing
export const PURGE_ROWS_PER_STATEMENT = 10_000;
/** A purge that stopped for this long may be gone on with by another worker. */
export const PURGE_LEASE_MS = 60_000;
/** One sweep starts no further tenant after this. */
export const PURGE_SWEEP_MAX_MS = 20_000;
export const EXPIRE_TENANTS_PER_SWEEP = 1_000;
/** What may come back after a tenant is erased (a job that was failing, an answer being cached) is dropped again this long. */
export const PURGE_FORGET_AGAIN_MS = 10 * 60_000;
export const VISITOR_ID_MAX_CHARS = 200;

// Export
export const EXPORT_PAGE_ROWS = 100;
/** A multiple of three, so that the base64 of the parts can be joined. */
export const EXPORT_FILE_PART_BYTES = 192 * 1024;

// Database
export const STATEMENT_TIMEOUT_MS = 10_000;
export const LOCK_TIMEOUT_MS = 3_000;
export const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
export const MIGRATION_LOCK_TIMEOUT_MS = 2_000;
export const MIGRATION_LOCK_ATTEMPTS = 5;
export const MIGRATION_LOCK_PAUSE_MS = 1_000;

// Parsing
export const PARSE_TIMEOUT_MS = 30_000;
export const PARSE_MEMORY_MB = 768;
export const PARSE_MAX_TEXT_CHARS = 5_000_000;
export const PARSE_MAX_BLOCKS = 100_000;
export const PARSE_CHILDREN_MAX = 2;
export const CHUNK_TARGET_CHARS = 1_100;
/** A document of one section up to this size stays one chunk: about what the embedding model reads at once. */
export const CHUNK_WHOLE_MAX_CHARS = 3_000;
/** A single block (a paragraph, a table row) beyond this is cut at sentence ends. */
export const CHUNK_BLOCK_MAX_CHARS = 1_600;
export const CHUNK_OVERLAP_CHARS = 120;
export const CHUNKS_MAX_PER_SOURCE = 5_000;
export const CHUNK_MIN_CHARS = 300;
export const BLOCK_MAX_CHARS = 20_000;
export const PARSE_INPUT_MAX_BYTES = 64 * 1024 * 1024;
/** What a parser child may write back in all, as lines of JSON. */
export const PARSE_OUTPUT_MAX_BYTES = 64 * 1024 * 1024;
/** The child is ended this far below PARSE_MEMORY_MB, since memory is looked at only every few milliseconds. */
export const PARSE_MEMORY_HEADROOM_MB = 128;
export const PDF_MAX_PAGES = 5_000;
/** Open elements at once: pages people write have dozens, pages with unclosed tags thousands. */
export const HTML_MAX_DEPTH = 10_000;
export const CSV_MAX_COLUMNS = 1_000;
export const ZIP_MAX_ENTRIES = 5_000;
export const ZIP_MAX_ENTRY_BYTES = 64 * 1024 * 1024;
export const ZIP_MAX_UNPACKED_BYTES = 200 * 1024 * 1024;
/** Word files pack their XML 5 to 30 times smaller; what claims far more is a bomb. Judged above 8 MB unpacked. */
export const ZIP_MAX_RATIO = 150;
export const ZIP_RATIO_FROM_BYTES = 8 * 1024 * 1024;

// Assessing a knowledge base (docs/decisions/016-assessment.md)
export const ASSESS_DEADLINE_MS = 10_000;
/** Of that for the language model, so that what it says can still be checked. */
export const ASSESS_MODEL_DEADLINE_MS = 6_500;
export const ASSESS_MODEL_MAX_TOKENS = 1_500;
/** Read of a knowledge base, however large it is; and sources of which the beginning is read in any case. */
export const ASSESS_SAMPLE_CHUNKS = 240;
export const ASSESS_SAMPLE_SOURCES = 60;
/** Passages a language model is given, and how much of each. */
export const ASSESS_PASSAGES = 16;
export const ASSESS_PASSAGE_CHARS = 700;
/** Questions a statement: a large knowledge base is asked few at a time, and no more when time runs out. */
export const ASSESS_QUESTIONS_PER_SEARCH = 8;
export const ASSESS_FINDINGS_MAX = 10;
/** After the last change of a knowledge base, unless ASSESSMENT_DELAY_SECONDS says otherwise. */
export const ASSESS_DELAY_SECONDS = 2;
export const ASSESSMENTS_KEPT = 10;
export const ASSESS_TENANTS_PER_SWEEP = 20;

// Requests to addresses that tenants name (security/ssrf-guard.ts)
export const OUTBOUND_PORTS: readonly number[] = [443, 8_443];
export const OUTBOUND_CONNECT_MS = 3_000;
/** At once, to one host, from one process. */
export const OUTBOUND_CONNECTIONS = 16;
export const OUTBOUND_REDIRECTS = 2;

// Tools
/** With `search_knowledge_base`, which every assistant has. */
export const TOOLS_RECOMMENDED_MAX = 6;
export const TOOL_REASON_MAX_CHARS = 300;
/** Chunks of a knowledge base that are read to recommend tools, spread over all of it. */
export const TOOL_EVIDENCE_CHUNKS = 150;
/** A model recommends within this, or the classifier does. */
export const TOOL_ADVICE_DEADLINE_MS = 10_000;
export const TOOL_ADVICE_MAX_TOKENS = 600;
export const TOOL_ADVICE_MAX_CHARS = 12_000;
/** Sentences of a knowledge base that are looked at to recommend tools, spread over all of it. */
export const TOOL_EVIDENCE_SENTENCES = 300;
export const TOOL_MESSAGE_MAX_CHARS = 2_000;
/** Of a tool that is run for a visitor who waits. */
export const TOOL_RUN_DEADLINE_MS = 8_000;
/** Of a tool that a model calls: several fit into LLM_DEADLINE_MS. */
export const TOOL_CALL_DEADLINE_MS = 4_000;
export const TOOL_CALLS_PER_ROUND = 4;
/** Times a model may speak for one answer: each but the last may call tools. */
export const TOOL_ROUNDS = 3;
export const TOOL_ARGUMENTS_MAX_CHARS = 8_000;
export const ACTIONS_PER_ANSWER = 3;
export const PERSON_NAME_MAX_CHARS = 120;
export const EMAIL_MAX_CHARS = 254;
export const PHONE_MAX_CHARS = 40;
export const RECORD_MESSAGE_MAX_CHARS = 2_000;
export const ENDPOINT_ANSWER_MAX_BYTES = 64 * 1024;

// Webhooks
export const WEBHOOK_TIMEOUT_MS = 10_000;
/** A claim that ran out may be taken by another worker; longer than one delivery takes. */
export const WEBHOOK_LEASE_MS = 20_000;
/** How long to wait before the second and every later attempt: a receiver may be away for 14 hours. */
export const WEBHOOK_RETRY_SECONDS = [5, 30, 120, 600, 3_600, 14_400, 32_400];

// Traces
/** Spans that wait to be sent: what a burst of some 4,000 questions makes. More are dropped, and counted. */
export const TRACE_QUEUE_MAX_SPANS = 25_000;
export const TRACE_QUEUE_MAX_BYTES = 64 * 1024 * 1024;
/** Small, because a batch is written as JSON beside the answers that are being made. */
export const TRACE_BATCH_MAX_SPANS = 64;
export const TRACE_BATCH_MAX_BYTES = 256 * 1024;
export const TRACE_SENDS_IN_FLIGHT = 4;
/** Spans that fill no batch are sent after this. */
export const TRACE_SEND_DELAY_MS = 1_000;
/** With the exporter's own tries again. */
export const TRACE_SEND_DEADLINE_MS = 5_000;
/** After a batch that was not taken, growing up to the second. */
export const TRACE_PAUSE_MS = 500;
export const TRACE_PAUSE_MAX_MS = 30_000;
/** How long a process that stops sends what is left. */
export const TRACE_CLOSE_MAX_MS = 3_000;
/** Of one question, answer or message. */
export const TRACE_TEXT_MAX_CHARS = 8_000;
/** What is masked beyond that and then left out, with whatever the first cut parted: the longest number that is grouped fits. */
export const TRACE_CUT_MARGIN_CHARS = 200;
export const TRACE_PASSAGES_MAX = 20;
