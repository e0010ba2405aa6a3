/** What a step of the workflow needs and may answer. */
export interface StepInput {
  tenantId: string;
  workflowId: string;
  signal: AbortSignal;
}
export type InterruptKind = 'retry' | 'manual_review' | 'user_input' | 'admin_approval';
export type StepOutcome =
  | { outcome: 'done'; detail?: Record<string, unknown> } // JSON kept in the step's history
  | { outcome: 'interrupt'; kind: InterruptKind; reason: string; detail?: Record<string, unknown> }
  | { outcome: 'wait'; retryAfterMs: number }; // not yet (e.g. nothing ingested): look again
