/** The only reader of process.env: parses it into a whole configuration or says everything that is wrong at once. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { z } from 'zod';
import {
  langfuseEnvironment,
  optionalUrl,
  port,
  postgresUrl,
  price,
  rateLimits,
  score,
  secrets,
} from '#env-values.ts';
import { JOBS, type JobName } from '#lib/contracts/jobs.ts';
import {
  ANSWERS_IN_FLIGHT_DEFAULT,
  ASSESS_DEADLINE_MS,
  ASSESS_DELAY_SECONDS,
  ASSESS_MODEL_DEADLINE_MS,
  BATCH_MAX_QUERIES,
  METRICS_TOKEN_MIN_CHARS,
} from '#lib/core/limits.ts';
import type { PolicyLimits } from '#lib/core/rate-limit-policies.ts';
import type { TokenPrice } from '#lib/core/token-price.ts';
import type { LangfuseSettings } from '#lib/observability/langfuse-telemetry.ts';
import type { AssessmentSettings } from '#lib/ports/assessor.ts';

/** Load balancers ask every second or two. */
const NOTICE_MS = 3_000;

/** Each is of no use without the other. */
const TOGETHER = [
  ['DATABASE_URL', 'REDIS_URL'],
  ['LLM_BASE_URL', 'LLM_MODEL'],
  ['SMTP_URL', 'MAIL_FROM'],
  ['ADMIN_JWT_SECRETS', 'ADMIN_PASSWORD_PEPPERS'],
  ['LANGFUSE_PUBLIC_KEY', 'LANGFUSE_SECRET_KEY'],
] as const;

const variables = z
  .object({
    PORT: port.default(3000),
    HOST: z.string().min(1).default('localhost'),
    PUBLIC_URL: optionalUrl,
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    DATABASE_URL: postgresUrl.optional(),
    DIRECT_URL: postgresUrl.optional(),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
    DB_POOL_SIZE: z.coerce.number().int().min(1).max(500).default(10),
    DB_ACQUIRE_TIMEOUT_MS: z.coerce.number().int().min(50).max(60_000).default(2_000),
    DB_IDLE_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(3_600_000).default(30_000),
    DB_APPLICATION_NAME: z.string().min(1).max(63).default('frontdesk'),
    SHUTDOWN_NOTICE_MS: z.coerce.number().int().min(0).max(15_000).optional(),
    WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(2),
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    RATE_LIMITS: rateLimits.default({}),
    RATE_LIMIT_INSTANCES: z.coerce.number().int().min(1).max(1_000).default(1),
    FRONTDESK_DATA_DIR: z.string().min(1).default('.frontdesk'),
    EMBEDDING_MODEL_DIR: z.string().min(1).optional(),
    EMBEDDING_BASE_URL: optionalUrl,
    EMBEDDING_MODEL: z.string().min(1).optional(),
    EMBEDDING_API_KEY: z.string().min(1).optional(),
    EMBEDDING_DIMENSIONS: z.coerce.number().int().min(1).max(16_000).optional(),
    LLM_BASE_URL: optionalUrl,
    LLM_MODEL: z.string().min(1).optional(),
    LLM_API_KEY: z.string().min(1).optional(),
    LLM_PRICE_PROMPT_USD_PER_MTOK: price.optional(),
    LLM_PRICE_COMPLETION_USD_PER_MTOK: price.optional(),
    EMBEDDING_PRICE_USD_PER_MTOK: price.optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z
      .string()
      .regex(/^[^\s<>@]+@[^\s<>@]+$|^[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>$/, 'is not an address')
      .optional(),
    LANGFUSE_PUBLIC_KEY: z.string().min(1).optional(),
    LANGFUSE_SECRET_KEY: z.string().min(1).optional(),
    LANGFUSE_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://cloud.langfuse.com'),
    LANGFUSE_SAMPLE_RATE: score.default(1),
    LANGFUSE_RELEASE: z.string().min(1).max(200).optional(),
    LANGFUSE_TRACING_ENVIRONMENT: langfuseEnvironment.default('default'),
    ANSWERS_IN_FLIGHT: z.coerce
      .number()
      .int()
      .min(1)
      .max(BATCH_MAX_QUERIES)
      .default(ANSWERS_IN_FLIGHT_DEFAULT),
    ASSESSMENT_LLM: z.enum(['on', 'off']).default('on'),
    ASSESSMENT_REVIEW_FROM: score.default(0.3),
    ASSESSMENT_WARN_FROM: score.default(0.5),
    ASSESSMENT_APPROVE_FROM: score.default(0.7),
    ASSESSMENT_DELAY_SECONDS: z.coerce.number().int().min(0).max(86_400).default(ASSESS_DELAY_SECONDS),
    METRICS_TOKEN: z.string().min(METRICS_TOKEN_MIN_CHARS).regex(/^\S+$/, 'must not hold spaces').optional(),
    METRICS_PORT: port.optional(),
    METRICS_HOST: z.string().min(1).default('localhost'),
    ADMIN_JWT_SECRETS: secrets(2).optional(),
    ADMIN_PASSWORD_PEPPERS: secrets(4).optional(),
    FAULT_AT: z.coerce.number().int().min(1).optional(),
    FAULT_JOBS: z
      .string()
      .default('ingest-source')
      .transform((names) => names.split(','))
      .pipe(z.array(z.enum(Object.keys(JOBS) as JobName[]))),
  })
  .superRefine((env, context) => {
    const need = (condition: boolean, path: string, message: string) => {
      if (!condition) context.addIssue({ code: 'custom', path: [path], message });
    };
    for (const [one, other] of TOGETHER) {
      need(!env[one] || !!env[other], other, `is needed with ${one}`);
      need(!env[other] || !!env[one], one, `is needed with ${other}`);
    }
    need(!env.DIRECT_URL || !!env.DATABASE_URL, 'DATABASE_URL', 'is needed with DIRECT_URL');
    need(
      !env.EMBEDDING_BASE_URL || !!env.EMBEDDING_MODEL,
      'EMBEDDING_MODEL',
      'is needed with EMBEDDING_BASE_URL',
    );
    need(
      !env.EMBEDDING_BASE_URL || !!env.EMBEDDING_DIMENSIONS,
      'EMBEDDING_DIMENSIONS',
      'is needed with EMBEDDING_BASE_URL (the length of the model’s vectors)',
    );
    need(
      !(env.EMBEDDING_BASE_URL && env.EMBEDDING_MODEL_DIR),
      'EMBEDDING_MODEL_DIR',
      'and EMBEDDING_BASE_URL exclude each other',
    );
    need(
      (env.LLM_PRICE_PROMPT_USD_PER_MTOK === undefined) ===
        (env.LLM_PRICE_COMPLETION_USD_PER_MTOK === undefined),
      'LLM_PRICE_COMPLETION_USD_PER_MTOK',
      'and LLM_PRICE_PROMPT_USD_PER_MTOK go together',
    );
    need(
      !env.FAULT_AT || isTestData(env),
      'FAULT_AT',
      'kills the process and is for tests: DATABASE_URL must be on this machine, or FRONTDESK_DATA_DIR in its folder for temporary files',
    );
    need(
      env.ASSESSMENT_REVIEW_FROM <= env.ASSESSMENT_WARN_FROM,
      'ASSESSMENT_REVIEW_FROM',
      'is at most ASSESSMENT_WARN_FROM',
    );
    need(
      env.ASSESSMENT_WARN_FROM <= env.ASSESSMENT_APPROVE_FROM,
      'ASSESSMENT_WARN_FROM',
      'is at most ASSESSMENT_APPROVE_FROM',
    );
    need(
      !!env.METRICS_TOKEN || isLoopback(env.METRICS_HOST),
      'METRICS_TOKEN',
      'is needed with a METRICS_HOST that other machines reach',
    );
  });

/** Data that nobody runs a business on. */
function isTestData(env: { DATABASE_URL?: string | undefined; FRONTDESK_DATA_DIR: string }): boolean {
  if (env.DATABASE_URL) return /^(127\.0\.0\.1|localhost|\[::1\])$/.test(new URL(env.DATABASE_URL).hostname);
  return !relative(tmpdir(), resolve(env.FRONTDESK_DATA_DIR)).startsWith('..');
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
}

/** Of each the first is used, and all are accepted. */
export interface AdminSecrets {
  jwtSecrets: [string, ...string[]];
  peppers: [string, ...string[]];
}

interface CommonConfig {
  port: number;
  host: string;
  /** What the server is reached at from outside, without a trailing slash. */
  publicUrl: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** How many proxies in front of us may be believed about the client's address. */
  trustedProxies: number;
  /** In place of the policy table's. */
  rateLimits: PolicyLimits;
  /** How many instances share the rate limits at least; those that reach Redis are counted. */
  rateLimitInstances: number;
  migrationsDir: string;
  /** How many jobs of a kind a process runs at once. */
  workerConcurrency: number;
  /** For tests: the process kills itself at this side effect of its jobs. */
  faultAt: number | undefined;
  /** Of these kinds of jobs. */
  faultJobs: JobName[];
  /** How long a server that was told to stop still takes requests, while readiness already says that it leaves. */
  shutdownNoticeMs: number;
  embedding:
    | { kind: 'bundled' }
    | { kind: 'directory'; directory: string }
    | {
        kind: 'api';
        baseUrl: string;
        model: string;
        dimensions: number;
        apiKey: string | undefined;
        price: TokenPrice | undefined;
      };
  /** Without a price its cost is not known, and counts as none. */
  chat: { baseUrl: string; model: string; apiKey: string | undefined; price: TokenPrice | undefined } | null;
  /** Null: e-mail goes to the log, in production mode without its text. */
  smtp: { url: string; from: string } | null;
  /** Null: no question is traced. */
  langfuse: LangfuseSettings | null;
  assessment: AssessmentSettings;
  /** Whether the chat model is shown a knowledge base to judge it. */
  assessmentByChat: boolean;
  /** Answers of a batch that are worded at a time. */
  answersInFlight: number;
  metrics: {
    /** What scrapes must bring. Null: embedded mode answers this machine only, servers of production mode nobody. */
    token: string | null;
    /** Where a worker answers scrapes; null for nowhere. Servers answer on their own port. */
    port: number | null;
    host: string;
  };
  /** Null: embedded mode keeps its own; in production mode servers need them, workers and migrations do not. */
  admin: AdminSecrets | null;
}

/** One process on a directory of its own. */
export interface EmbeddedConfig extends CommonConfig {
  mode: 'embedded';
  dataDir: string;
}

/** Servers and workers on Postgres, through a transaction-mode pooler, and Redis. */
export interface ProductionConfig extends CommonConfig {
  mode: 'production';
  database: {
    /** The pooler. */
    url: string;
    /** A session of its own, for migrations only. */
    directUrl: string | undefined;
    /** Connections of this process. */
    size: number;
    acquireTimeoutMs: number;
    idleTimeoutMs: number;
    applicationName: string;
  };
  redisUrl: string;
}

export type Config = EmbeddedConfig | ProductionConfig;

export class ConfigError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

const LOCAL_FILE = '.env.local';

/** The environment, with what `.env.local` in the working directory adds to it; the environment itself wins. */
function environment(): Record<string, string | undefined> {
  if (existsSync(LOCAL_FILE)) process.loadEnvFile(LOCAL_FILE);
  return process.env;
}

/** Empty variables count as unset. */
function parsed<S extends z.ZodType>(schema: S, env: Record<string, string | undefined>): z.output<S> {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
}

/** Throws ConfigError with every problem; values are never repeated in it. */
export function readConfig(env: Record<string, string | undefined> = environment()): Config {
  const value = parsed(variables, env);
  const common: CommonConfig = {
    port: value.PORT,
    host: value.HOST,
    publicUrl: (value.PUBLIC_URL ?? `http://localhost:${value.PORT}`).replace(/\/+$/, ''),
    logLevel: value.LOG_LEVEL,
    trustedProxies: value.TRUSTED_PROXIES,
    rateLimits: value.RATE_LIMITS as PolicyLimits,
    rateLimitInstances: value.RATE_LIMIT_INSTANCES,
    migrationsDir: join(import.meta.dirname, '..', 'supabase', 'migrations'),
    workerConcurrency: value.WORKER_CONCURRENCY,
    faultAt: value.FAULT_AT,
    faultJobs: value.FAULT_JOBS,
    shutdownNoticeMs: value.SHUTDOWN_NOTICE_MS ?? (value.DATABASE_URL ? NOTICE_MS : 0),
    embedding: embeddingOf(value),
    chat:
      value.LLM_BASE_URL && value.LLM_MODEL
        ? {
            baseUrl: value.LLM_BASE_URL,
            model: value.LLM_MODEL,
            apiKey: value.LLM_API_KEY,
            price: priceOf(value.LLM_PRICE_PROMPT_USD_PER_MTOK, value.LLM_PRICE_COMPLETION_USD_PER_MTOK),
          }
        : null,
    smtp: value.SMTP_URL && value.MAIL_FROM ? { url: value.SMTP_URL, from: value.MAIL_FROM } : null,
    langfuse:
      value.LANGFUSE_PUBLIC_KEY && value.LANGFUSE_SECRET_KEY
        ? {
            publicKey: value.LANGFUSE_PUBLIC_KEY,
            secretKey: value.LANGFUSE_SECRET_KEY,
            baseUrl: value.LANGFUSE_BASE_URL.replace(/\/+$/, ''),
            sampleRate: value.LANGFUSE_SAMPLE_RATE,
            release: value.LANGFUSE_RELEASE ?? null,
            environment: value.LANGFUSE_TRACING_ENVIRONMENT,
          }
        : null,
    assessmentByChat: value.ASSESSMENT_LLM === 'on',
    assessment: {
      thresholds: {
        review: value.ASSESSMENT_REVIEW_FROM,
        warn: value.ASSESSMENT_WARN_FROM,
        approve: value.ASSESSMENT_APPROVE_FROM,
      },
      delaySeconds: value.ASSESSMENT_DELAY_SECONDS,
      deadlineMs: ASSESS_DEADLINE_MS,
      modelDeadlineMs: ASSESS_MODEL_DEADLINE_MS,
    },
    answersInFlight: value.ANSWERS_IN_FLIGHT,
    metrics: {
      token: value.METRICS_TOKEN ?? null,
      port: value.METRICS_PORT ?? null,
      host: value.METRICS_HOST,
    },
    admin:
      value.ADMIN_JWT_SECRETS && value.ADMIN_PASSWORD_PEPPERS
        ? {
            jwtSecrets: value.ADMIN_JWT_SECRETS as AdminSecrets['jwtSecrets'],
            peppers: value.ADMIN_PASSWORD_PEPPERS as AdminSecrets['peppers'],
          }
        : null,
  };
  if (!value.DATABASE_URL || !value.REDIS_URL) {
    return { ...common, mode: 'embedded', dataDir: value.FRONTDESK_DATA_DIR };
  }
  const database = {
    url: value.DATABASE_URL,
    directUrl: value.DIRECT_URL,
    size: value.DB_POOL_SIZE,
    acquireTimeoutMs: value.DB_ACQUIRE_TIMEOUT_MS,
    idleTimeoutMs: value.DB_IDLE_TIMEOUT_MS,
    applicationName: value.DB_APPLICATION_NAME,
  };
  return { ...common, mode: 'production', database, redisUrl: value.REDIS_URL };
}

const bridgeVariables = z.object({
  PORT: port.default(3000),
  PUBLIC_URL: optionalUrl,
  FRONTDESK_URL: optionalUrl,
  FRONTDESK_TOKEN: z.string({ error: 'set it to a trial token or an API key of the business to act for' }),
});

export interface BridgeConfig {
  /** The running server, without a trailing slash. */
  url: string;
  token: string;
}

/** What `npm run mcp` needs: which server, and as whom. Throws ConfigError; values are never repeated in it. */
export function readBridgeConfig(env: Record<string, string | undefined> = environment()): BridgeConfig {
  const { PORT, PUBLIC_URL, FRONTDESK_URL, FRONTDESK_TOKEN } = parsed(bridgeVariables, env);
  const url = FRONTDESK_URL ?? PUBLIC_URL ?? `http://localhost:${PORT}`;
  return { url: url.replace(/\/+$/, ''), token: FRONTDESK_TOKEN };
}

function priceOf(prompt: number | undefined, completion: number | undefined): TokenPrice | undefined {
  if (prompt === undefined || completion === undefined) return undefined;
  return { promptUsdPerMtok: prompt, completionUsdPerMtok: completion };
}

function embeddingOf(value: z.output<typeof variables>): Config['embedding'] {
  const { EMBEDDING_BASE_URL: baseUrl, EMBEDDING_MODEL: model, EMBEDDING_DIMENSIONS: dimensions } = value;
  if (baseUrl && model && dimensions) {
    const price = priceOf(value.EMBEDDING_PRICE_USD_PER_MTOK, 0);
    return { kind: 'api', baseUrl, model, dimensions, apiKey: value.EMBEDDING_API_KEY, price };
  }
  if (value.EMBEDDING_MODEL_DIR) return { kind: 'directory', directory: value.EMBEDDING_MODEL_DIR };
  return { kind: 'bundled' };
}
