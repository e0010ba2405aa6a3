import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '#env.ts';

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

  it('refuses DATABASE_URL instead of ignoring it', () => {
    expect(problemsOf({ DATABASE_URL: 'postgres://somewhere' })[0]).toMatch(/^DATABASE_URL: production mode/);
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
