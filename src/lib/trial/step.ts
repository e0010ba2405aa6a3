/** What a step of the workflow is given and what it may answer; its failures are thrown and tried again. */
import type { TenantTransaction } from '#lib/ports/database.ts';

export interface StepInput {
  tenantId: string;
  workflowId: string;
  signal: AbortSignal;
}

export type InterruptKind = 'retry' | 'manual_review' | 'user_input' | 'admin_approval';

export type StepOutcome =
  | {
      outcome: 'done';
      /** JSON kept in the workflow's state and history. */
      detail?: Record<string, unknown>;
      /** Runs in the transaction that stores the outcome, so its effects happen exactly once. */
      store?: (tx: TenantTransaction) => Promise<void>;
    }
  | { outcome: 'interrupt'; kind: InterruptKind; reason: string; detail?: Record<string, unknown> }
  /** Not yet: look again later, or when the knowledge base has changed. */
  | { outcome: 'wait'; retryAfterMs: number };
