/** How the running system is, for its operators: parts, queues, what is stuck, room and versions. */
import { z } from 'zod';
import { FLAG_KEYS } from '#lib/core/flag-keys.ts';
import { timestamp } from './common.ts';
import { JOBS, type JobName } from './jobs.ts';
import { defineRoute } from './route-contract.ts';
import { PART_STATES, readiness } from './system.ts';

const count = z.number().int();
const seconds = z.number().int().min(0).nullable().describe('Null when nothing waits');

export const systemHealth = z.object({
  at: timestamp,
  status: readiness.shape.status,
  parts: readiness.shape.parts.extend({
    workers: z.enum(PART_STATES).describe('Down when no process that runs jobs was seen lately'),
    mail: z
      .enum([...PART_STATES, 'off'])
      .describe('Off: mails go to the log; degraded: one has waited for long'),
  }),
  workers_seen_at: timestamp.nullable(),
  queues: z.array(
    z.object({
      queue: z.enum(Object.keys(JOBS) as [JobName, ...JobName[]]),
      waiting: count.describe('May run now'),
      later: count.describe('Put off, such as to be tried again'),
      active: count,
      failed: count.describe(
        'Given up in the last day; the row that such a job was about has been looked after or is stuck',
      ),
      oldest_waiting_seconds: seconds,
    }),
  ),
  ingestion: z.object({
    waiting: count,
    ingesting: count,
    stuck: count.describe('Waiting or claimed for far longer than a claim lasts'),
    oldest_waiting_seconds: seconds,
  }),
  outbox: z.object({
    mails: z.object({ waiting: count, failed: count.describe('In the last day') }),
    webhooks: z.object({ waiting: count, failed: count.describe('In the last day') }),
  }),
  storage: z.object({
    database_bytes: count,
    disk: z
      .object({ free_bytes: count, total_bytes: count })
      .nullable()
      .describe('Of the data directory; null where the database is elsewhere'),
  }),
  versions: z.object({
    app: z.string(),
    database: z.string(),
    migration: z.string().describe('The last one that was applied'),
    migrations: count,
  }),
  flags_off_by_guard: z.array(z.enum(FLAG_KEYS)),
});
export type SystemHealth = z.infer<typeof systemHealth>;

export const adminHealthRoute = defineRoute({
  operationId: 'adminHealth',
  method: 'GET',
  path: '/api/admin/health',
  summary: 'Parts, queues, what is stuck, room, versions, and flags that the guard turned off.',
  auth: 'admin',
  role: 'viewer',
  responses: { 200: { description: 'How it is.', schema: systemHealth } },
  errors: [],
});
