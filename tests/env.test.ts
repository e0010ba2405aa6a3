import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ConfigError, readBridgeConfig, readConfig } from '#env.ts';

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('runs on defaults alone: embedded, offline, quoting', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ mode: 'embedded', port: 3000, host: 'localhost', chat: null });
    expect(config.embedding).toEqual({ kind: 'bundled' });
    expect(config.publicUrl).toBe('http://localhost:3000');
  });

  it('takes an empty variable for an unset one', () => {
    expect(readConfig({ PORT: '', LLM_BASE_URL: '', LLM_MODEL: '' }).chat).toBeNull();
  });

  it('reads from which score on a knowledge base may pass, in order', () => {
    const thresholds = { review: 0.2, warn: 0.5, approve: 0.7 };
    expect(readConfig({ ASSESSMENT_REVIEW_FROM: '0.2' }).assessment).toMatchObject({ thresholds });
    expect(problemsOf({ ASSESSMENT_REVIEW_FROM: '0.6', ASSESSMENT_APPROVE_FROM: '0.4' })).toEqual([
      'ASSESSMENT_REVIEW_FROM: is at most ASSESSMENT_WARN_FROM',
      'ASSESSMENT_WARN_FROM: is at most ASSESSMENT_APPROVE_FROM',
    ]);
    expect(problemsOf({ ASSESSMENT_WARN_FROM: '50' })[0]).toMatch(/^ASSESSMENT_WARN_FROM/);
  });

  it.each(['LANGFUSE', 'METRICS', 'LLM', 'EMBEDDING'])(
    'gets every variable of %s from deploy/compose.yml',
    (group) => {
      const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
      const names = (text: string) => [
        ...new Set([...text.matchAll(new RegExp(`^ +(${group}_\\w+):`, 'gm'))].map(([, name]) => name)),
      ];
      expect(names(read('src/env.ts')).length).toBeGreaterThan(2);
      // A directory of this machine is none of a container.
      const expected = names(read('src/env.ts')).filter((name) => name !== 'EMBEDDING_MODEL_DIR');
      expect(names(read('deploy/compose.yml')).sort()).toEqual(expected.sort());
    },
  );

  it('traces with both keys of Langfuse only, everything unless told otherwise', () => {
    const keys = { LANGFUSE_PUBLIC_KEY: 'pk-lf-1', LANGFUSE_SECRET_KEY: 'sk-lf-secret' };
    expect(readConfig({}).langfuse).toBeNull();
    expect(readConfig(keys).langfuse).toEqual({
      publicKey: 'pk-lf-1',
      secretKey: 'sk-lf-secret',
      baseUrl: 'https://cloud.langfuse.com',
      sampleRate: 1,
      release: null,
      environment: 'default',
    });
    const own = { ...keys, LANGFUSE_BASE_URL: 'https://traces.example/', LANGFUSE_SAMPLE_RATE: '0.25' };
    expect(readConfig(own).langfuse).toMatchObject({ baseUrl: 'https://traces.example', sampleRate: 0.25 });
    expect(problemsOf({ LANGFUSE_PUBLIC_KEY: 'pk-lf-1' })).toEqual([
      'LANGFUSE_SECRET_KEY: is needed with LANGFUSE_PUBLIC_KEY',
    ]);
    const wrong = { ...keys, LANGFUSE_SAMPLE_RATE: '2', LANGFUSE_TRACING_ENVIRONMENT: 'langfuse-own' };
    expect(problemsOf(wrong).map((problem) => problem.split(':')[0])).toEqual([
      'LANGFUSE_SAMPLE_RATE',
      'LANGFUSE_TRACING_ENVIRONMENT',
    ]);
    expect(problemsOf(wrong).join()).not.toContain('sk-lf-secret');
  });

  it('names every problem at once and repeats no value', () => {
    const problems = problemsOf({
      PORT: 'ninety',
      LOG_LEVEL: 'loud',
      LLM_API_KEY: 'sk-secret',
      PUBLIC_URL: 'ftp://x',
    });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'LOG_LEVEL',
      'PORT',
      'PUBLIC_URL',
    ]);
    expect(problems.join(' ')).not.toMatch(/ninety|sk-secret|ftp:/);
  });

  it('wants a mail server and its sender together, and takes none for the log', () => {
    expect(readConfig({}).smtp).toBeNull();
    const both = { SMTP_URL: 'smtps://user:secret@mail.example', MAIL_FROM: 'Desk <desk@shop.example>' };
    expect(readConfig(both).smtp).toEqual({ url: both.SMTP_URL, from: both.MAIL_FROM });
    expect(problemsOf({ SMTP_URL: both.SMTP_URL })).toEqual(['MAIL_FROM: is needed with SMTP_URL']);
    expect(problemsOf({ MAIL_FROM: both.MAIL_FROM })).toEqual(['SMTP_URL: is needed with MAIL_FROM']);
    const wrong = problemsOf({
      SMTP_URL: 'https://secret.example',
      MAIL_FROM: 'nobody\r\nBcc: all@x.example',
    });
    expect(wrong.map((problem) => problem.split(':')[0]).sort()).toEqual(['MAIL_FROM', 'SMTP_URL']);
    expect(wrong.join(' ')).not.toMatch(/secret|Bcc/);
  });

  it('wants models named whole', () => {
    expect(problemsOf({ LLM_BASE_URL: 'https://llm.example/v1' })).toEqual([
      'LLM_MODEL: is needed with LLM_BASE_URL',
    ]);
    expect(problemsOf({ LLM_MODEL: 'm' })).toEqual(['LLM_BASE_URL: is needed with LLM_MODEL']);
    const embedding = problemsOf({ EMBEDDING_BASE_URL: 'https://e.example/v1', EMBEDDING_MODEL_DIR: '/m' });
    expect(embedding.map((problem) => problem.split(':')[0])).toEqual([
      'EMBEDDING_MODEL',
      'EMBEDDING_DIMENSIONS',
      'EMBEDDING_MODEL_DIR',
    ]);
  });

  it('takes production mode whole: a pooler, Redis, and a direct connection for migrations', () => {
    const DATABASE_URL = 'postgres://app:secret@pooler.example:6543/postgres';
    const REDIS_URL = 'rediss://cache.example:6380';
    const config = readConfig({ DATABASE_URL, REDIS_URL, DB_POOL_SIZE: '4' });
    expect(config).toMatchObject({
      mode: 'production',
      redisUrl: REDIS_URL,
      database: { url: DATABASE_URL, size: 4, acquireTimeoutMs: 2_000, applicationName: 'frontdesk' },
    });
    expect(problemsOf({ DATABASE_URL })).toEqual(['REDIS_URL: is needed with DATABASE_URL']);
    expect(problemsOf({ REDIS_URL })).toEqual(['DATABASE_URL: is needed with REDIS_URL']);
    expect(problemsOf({ DIRECT_URL: DATABASE_URL })).toEqual(['DATABASE_URL: is needed with DIRECT_URL']);
    const wrong = problemsOf({ DATABASE_URL: 'mysql://secret@x', REDIS_URL, DB_POOL_SIZE: '0' });
    expect(wrong.map((problem) => problem.split(':')[0]).sort()).toEqual(['DATABASE_URL', 'DB_POOL_SIZE']);
    expect(wrong.join(' ')).not.toMatch(/secret/);
  });

  it('takes secrets of administration that are long and random, a few of each, or none', () => {
    const names = (env: Record<string, string>) => problemsOf(env).map((problem) => problem.split(':')[0]);
    const [one, two, three] = ['1', '2', '3'].map((digit) => `a-secret-of-32-bytes-7Kq0Zv3LmW${digit}`);
    const both = (jwt: string) => ({ ADMIN_JWT_SECRETS: jwt, ADMIN_PASSWORD_PEPPERS: one! });
    expect(readConfig({}).admin).toBeNull();
    expect(readConfig(both(`${one}, ${two}`)).admin).toEqual({ jwtSecrets: [one, two], peppers: [one] });
    expect(names({ ADMIN_JWT_SECRETS: one! })).toEqual(['ADMIN_PASSWORD_PEPPERS']);
    expect(names({ ADMIN_PASSWORD_PEPPERS: one! })).toEqual(['ADMIN_JWT_SECRETS']);
    for (const bad of [
      'short',
      'x'.repeat(31),
      'ab'.repeat(16),
      `${one},`,
      `${one},${one}`,
      [one, two, three].join(),
    ]) {
      expect(names(both(bad))[0], bad).toMatch(/^ADMIN_JWT_SECRETS/);
      expect(problemsOf(both(bad)).join()).not.toContain('a-secret');
    }
  });

  it('refuses to kill itself on data that somebody may run a business on', () => {
    const production = {
      DATABASE_URL: 'postgres://app@pooler.example:6543/postgres',
      REDIS_URL: 'redis://cache.example',
      FAULT_AT: '3',
    };
    expect(problemsOf(production).map((problem) => problem.split(':')[0])).toEqual(['FAULT_AT']);
    expect(problemsOf({ FAULT_AT: '3' }).map((problem) => problem.split(':')[0])).toEqual(['FAULT_AT']);
    expect(problemsOf({ FAULT_AT: '3', FRONTDESK_DATA_DIR: `${tmpdir()}/../srv/data` })).toHaveLength(1);
    const onLoopback = { ...production, DATABASE_URL: 'postgres://app@127.0.0.1:6432/test' };
    expect(readConfig(onLoopback).faultAt).toBe(3);
    expect(readConfig({ FAULT_AT: '3', FRONTDESK_DATA_DIR: `${tmpdir()}/test` }).faultAt).toBe(3);
    expect(readConfig({}).faultAt).toBeUndefined();
    expect(readConfig({}).faultJobs).toEqual(['ingest-source']);
    expect(problemsOf({ FAULT_JOBS: 'none' })[0]).toMatch(/^FAULT_JOBS/);
  });

  it('gives load balancers a moment in production mode only', () => {
    const production = {
      DATABASE_URL: 'postgres://app@pooler.example/postgres',
      REDIS_URL: 'redis://cache.example',
    };
    expect(readConfig({}).shutdownNoticeMs).toBe(0);
    expect(readConfig(production).shutdownNoticeMs).toBe(3_000);
    expect(readConfig({ ...production, SHUTDOWN_NOTICE_MS: '0' }).shutdownNoticeMs).toBe(0);
  });
});

describe('readBridgeConfig', () => {
  const FRONTDESK_TOKEN = 'fd_secret';

  it('finds the local server, or the one that is named', () => {
    expect(readBridgeConfig({ FRONTDESK_TOKEN, PORT: '4000' }).url).toBe('http://localhost:4000');
    const PUBLIC_URL = 'https://desk.example/';
    expect(readBridgeConfig({ FRONTDESK_TOKEN, PUBLIC_URL }).url).toBe('https://desk.example');
    const FRONTDESK_URL = 'http://10.0.0.7:3000/';
    expect(readBridgeConfig({ FRONTDESK_TOKEN, PUBLIC_URL, FRONTDESK_URL })).toEqual({
      url: 'http://10.0.0.7:3000',
      token: FRONTDESK_TOKEN,
    });
  });

  it('does not care how the server itself is configured', () => {
    const server = { DATABASE_URL: 'postgres://x', LLM_MODEL: 'm', LOG_LEVEL: 'loud' };
    expect(readBridgeConfig({ ...server, FRONTDESK_TOKEN }).token).toBe(FRONTDESK_TOKEN);
  });

  it('says what is missing or wrong, without its value', () => {
    expect(() => readBridgeConfig({ FRONTDESK_TOKEN: '' })).toThrow(/FRONTDESK_TOKEN: set it to/);
    expect(() => readBridgeConfig({ FRONTDESK_TOKEN, FRONTDESK_URL: 'ftp://hunter2' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });

  it('reads rate limits by policy, and refuses what is none', () => {
    expect(readConfig({})).toMatchObject({ rateLimits: {}, trustedProxies: 0, rateLimitInstances: 1 });
    expect(readConfig({ RATE_LIMITS: '{"ask-minute": 60}' }).rateLimits).toEqual({ 'ask-minute': 60 });
    for (const wrong of ['60', '{', '{"ask-second": 1}', '{"ask-minute": -1}', '{"ask-minute": "60"}']) {
      expect(problemsOf({ RATE_LIMITS: wrong }).join(), wrong).toMatch(/^RATE_LIMITS/);
    }
    expect(problemsOf({ TRUSTED_PROXIES: 'all' })[0]).toMatch(/^TRUSTED_PROXIES/);
  });
});
