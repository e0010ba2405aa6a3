/** Brings the gauges up to date before a scrape: cheap, one at a time, not more often than every few seconds, never for long. */
import { setTimeout as sleep } from 'node:timers/promises';
import { METRICS_READ_EVERY_MS, METRICS_READ_MAX_MS, METRICS_STALE_MS } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database, PlatformTransaction } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import type { RateLimiter } from '#lib/ports/rate-limiter.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { readBusiness, readFunnel, readServerConnections } from './metrics-store.ts';

export interface ReadingPorts {
  database: Database;
  jobs: JobQueue;
  limiter: RateLimiter;
  clock: Clock;
  telemetry: Telemetry;
}

interface Reading {
  name: 'queue' | 'database' | 'business';
  read(ports: ReadingPorts, tx: PlatformTransaction): Promise<void>;
  /** What was read last is too old to be told. */
  forget(telemetry: Telemetry): void;
}

const READINGS: readonly Reading[] = [
  {
    name: 'queue',
    async read({ jobs, telemetry }, tx) {
      const { queues } = await jobs.counts(tx);
      const states = ['waiting', 'later', 'active', 'failed'] as const;
      telemetry.replace(
        'frontdesk_queue_jobs',
        queues.flatMap((count) =>
          states.map((state) => ({ labels: { queue: count.queue, state }, value: count[state] })),
        ),
      );
      telemetry.replace(
        'frontdesk_queue_oldest_job_age_seconds',
        queues.map(({ queue, oldest_waiting_seconds: age }) => ({ labels: { queue }, value: age ?? 0 })),
      );
    },
    forget(telemetry) {
      telemetry.replace('frontdesk_queue_jobs', []);
      telemetry.replace('frontdesk_queue_oldest_job_age_seconds', []);
    },
  },
  {
    name: 'database',
    async read({ telemetry }, tx) {
      telemetry.set('frontdesk_db_server_connections', {}, await readServerConnections(tx));
    },
    forget: (telemetry) => telemetry.replace('frontdesk_db_server_connections', []),
  },
  {
    name: 'business',
    async read({ clock, telemetry }, tx) {
      const { active, expired, converted, conversion, overdue } = await readBusiness(tx, clock.now());
      telemetry.set('frontdesk_trials', { state: 'active' }, active);
      telemetry.set('frontdesk_trials', { state: 'expired' }, expired);
      telemetry.set('frontdesk_trials', { state: 'converted' }, converted);
      telemetry.replace(
        'frontdesk_conversion_ratio',
        conversion === null ? [] : [{ labels: {}, value: conversion }],
      );
      telemetry.set('frontdesk_trial_purges_overdue', {}, overdue);
      const funnel = await readFunnel(tx);
      telemetry.replace(
        'frontdesk_workflow_tenants',
        funnel.map(({ step, status, count }) => ({ labels: { step, status }, value: count })),
      );
    },
    forget(telemetry) {
      telemetry.replace('frontdesk_trials', []);
      telemetry.replace('frontdesk_conversion_ratio', []);
      telemetry.replace('frontdesk_trial_purges_overdue', []);
      telemetry.replace('frontdesk_workflow_tenants', []);
    },
  },
];

interface State {
  /** Under way now, if it is. */
  running: Promise<void> | null;
  beganAt: number;
  succeededAt: Map<Reading['name'], number>;
}

const states = new WeakMap<Telemetry, State>();

/** Resolves in METRICS_READ_MAX_MS at the latest, whatever the database does; a reading that takes longer goes on. Never rejects. */
export async function collectReadings(ports: ReadingPorts): Promise<void> {
  readHere(ports);
  const { telemetry } = ports;
  const state = states.get(telemetry) ?? {
    running: null,
    beganAt: Number.NEGATIVE_INFINITY,
    succeededAt: new Map(),
  };
  states.set(telemetry, state);
  const now = performance.now();
  if (!state.running && now - state.beganAt >= METRICS_READ_EVERY_MS) {
    state.beganAt = now;
    state.running = readShared(ports, state).finally(() => {
      state.running = null;
    });
  }
  const given = new AbortController();
  const late = sleep(METRICS_READ_MAX_MS, undefined, { signal: given.signal }).catch(() => undefined);
  await Promise.race([state.running, late]);
  given.abort();
  for (const { name, forget } of READINGS) {
    const at = state.succeededAt.get(name);
    if (at === undefined || performance.now() - at < METRICS_STALE_MS) continue;
    state.succeededAt.delete(name);
    forget(telemetry);
  }
}

/** What this process knows without asking anybody. */
function readHere({ database, limiter, telemetry }: ReadingPorts): void {
  const pool = database.pool?.();
  if (pool) {
    telemetry.set('frontdesk_db_pool_size', {}, pool.size);
    telemetry.set('frontdesk_db_pool_connections', { state: 'in_use' }, pool.inUse);
    telemetry.set('frontdesk_db_pool_connections', { state: 'idle' }, pool.idle);
    telemetry.set('frontdesk_db_pool_connections', { state: 'waiting' }, pool.waiting);
  }
  if (limiter.storeUp) telemetry.set('frontdesk_redis_up', {}, limiter.storeUp() ? 1 : 0);
  telemetry.set('frontdesk_rate_limiter_degraded', {}, limiter.health() === 'degraded' ? 1 : 0);
}

/** Each in a transaction of its own: one that fails spoils no other. */
async function readShared(ports: ReadingPorts, state: State): Promise<void> {
  for (const { name, read } of READINGS) {
    try {
      await ports.database.asPlatform('metrics', (tx) => read(ports, tx));
      state.succeededAt.set(name, performance.now());
    } catch {
      ports.telemetry.count('frontdesk_collect_errors_total', { reading: name });
    }
  }
}
