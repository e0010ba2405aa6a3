/** Everything the verbs need, chosen once for a mode. */
import type { AskObserver } from '#lib/ports/ask-observer.ts';
import type { AssessmentSettings, Assessor } from '#lib/ports/assessor.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Flags } from '#lib/ports/flags.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Mailer } from '#lib/ports/mailer.ts';
import type { ChatModel, Embedder } from '#lib/ports/models.ts';
import type { OutboundHttp } from '#lib/ports/outbound-http.ts';
import type { RateLimiter } from '#lib/ports/rate-limiter.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import type { ToolAdvisor } from '#lib/ports/tool-advisor.ts';
import type { SharedAnswers } from '#lib/rag/answer-cache.ts';
import type { ModelHealth } from './model-health.ts';

export interface Ports {
  database: Database;
  jobs: JobQueue;
  embedder: Embedder;
  embedderHealth: ModelHealth;
  /** Null: answers are extractive. */
  chat: ChatModel | null;
  chatHealth: ModelHealth;
  /** Null: assessments are measured only. */
  assessor: Assessor | null;
  assessment: AssessmentSettings;
  /** Null: tools are recommended by classifying. */
  toolAdvisor: ToolAdvisor | null;
  /** To addresses that tenants name. */
  outbound: OutboundHttp;
  /** Told of every question. */
  observer: AskObserver;
  answerCache: SharedAnswers;
  flags: Flags;
  limiter: RateLimiter;
  mailer: Mailer;
  /** What links in mails begin with: the server's address from outside, without a trailing slash. */
  publicUrl: string;
  clock: Clock;
  log: Log;
  telemetry: Telemetry;
}
