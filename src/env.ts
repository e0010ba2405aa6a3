/** The only reader of process.env: parses it into a whole configuration or says everything that is wrong at once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { POLICY_LIMIT_MAX, POLICY_NAMES, type PolicyLimits } from '#lib/core/rate-limit-policies.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const optionalUrl = z.url({ protocol: /^https?$/ }).optional();

/** JSON such as {"ask-minute": 60}: units in place of those of the policy table. */
const rateLimits = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.partialRecord(z.enum(POLICY_NAMES), z.number().int().min(0).max(POLICY_LIMIT_MAX)));

const variables = z
  .object({
    PORT: port.default(3000),
    HOST: z.string().min(1).default('localhost'),
    PUBLIC_URL: optionalUrl,
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    RATE_LIMITS: rateLimits.default({}),
    RATE_LIMIT_INSTANCES: z.coerce.number().int().min(1).max(1_000).default(1),
    DATABASE_URL: z.string().optional(),
    FRONTDESK_DATA_DIR: z.string().min(1).default('.frontdesk'),
    EMBEDDING_MODEL_DIR: z.string().min(1).optional(),
    EMBEDDING_BASE_URL: optionalUrl,
    EMBEDDING_MODEL: z.string().min(1).optional(),
    EMBEDDING_API_KEY: z.string().min(1).optional(),
    EMBEDDING_DIMENSIONS: z.coerce.number().int().min(1).max(16_000).optional(),
    LLM_BASE_URL: optionalUrl,
    LLM_MODEL: z.string().min(1).optional(),
    LLM_API_KEY: z.string().min(1).optional(),
  })
  .superRefine((env, context) => {
    const need = (condition: boolean, path: string, message: string) => {
      if (!condition) context.addIssue({ code: 'custom', path: [path], message });
    };
    need(
      env.DATABASE_URL === undefined,
      'DATABASE_URL',
      'production mode is not part of this version; unset it to run in embedded mode',
    );
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
    need(!env.LLM_BASE_URL || !!env.LLM_MODEL, 'LLM_MODEL', 'is needed with LLM_BASE_URL');
    need(!env.LLM_MODEL || !!env.LLM_BASE_URL, 'LLM_BASE_URL', 'is needed with LLM_MODEL');
  });

export interface Config {
  mode: 'embedded';
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
  dataDir: string;
  migrationsDir: string;
  embedding:
    | { kind: 'bundled' }
    | { kind: 'directory'; directory: string }
    | { kind: 'api'; baseUrl: string; model: string; dimensions: number; apiKey: string | undefined };
  chat: { baseUrl: string; model: string; apiKey: string | undefined } | null;
}

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

/** Empty variables count as unset. Throws ConfigError with every problem; values are never repeated in it. */
export function readConfig(env: Record<string, string | undefined> = environment()): Config {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = variables.safeParse(set);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const value = parsed.data;
  return {
    mode: 'embedded',
    port: value.PORT,
    host: value.HOST,
    publicUrl: (value.PUBLIC_URL ?? `http://localhost:${value.PORT}`).replace(/\/+$/, ''),
    logLevel: value.LOG_LEVEL,
    trustedProxies: value.TRUSTED_PROXIES,
    rateLimits: value.RATE_LIMITS as PolicyLimits,
    rateLimitInstances: value.RATE_LIMIT_INSTANCES,
    dataDir: value.FRONTDESK_DATA_DIR,
    migrationsDir: join(import.meta.dirname, '..', 'supabase', 'migrations'),
    embedding: embeddingOf(value),
    chat:
      value.LLM_BASE_URL && value.LLM_MODEL
        ? { baseUrl: value.LLM_BASE_URL, model: value.LLM_MODEL, apiKey: value.LLM_API_KEY }
        : null,
  };
}

function embeddingOf(value: z.output<typeof variables>): Config['embedding'] {
  const { EMBEDDING_BASE_URL: baseUrl, EMBEDDING_MODEL: model, EMBEDDING_DIMENSIONS: dimensions } = value;
  if (baseUrl && model && dimensions)
    return { kind: 'api', baseUrl, model, dimensions, apiKey: value.EMBEDDING_API_KEY };
  if (value.EMBEDDING_MODEL_DIR) return { kind: 'directory', directory: value.EMBEDDING_MODEL_DIR };
  return { kind: 'bundled' };
}
