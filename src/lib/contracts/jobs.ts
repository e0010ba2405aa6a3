/** The jobs and their payloads: ids only, never content. */
import { z } from 'zod';

export const JOBS = {
  'ingest-source': z.strictObject({ tenant_id: z.uuid(), source_id: z.uuid() }),
  /** The workflow's row says what is to be done: run a step, undo one, assess again, or nothing. */
  'run-workflow-step': z.strictObject({ tenant_id: z.uuid() }),
  'deliver-webhook': z.strictObject({ tenant_id: z.uuid(), webhook_id: z.uuid() }),
  'send-mail': z.strictObject({ tenant_id: z.uuid(), mail_id: z.uuid() }),
  'assess-kb': z.strictObject({ tenant_id: z.uuid(), kb_version: z.number().int() }),
} as const;

export type JobName = keyof typeof JOBS;
export type JobData<N extends JobName> = z.infer<(typeof JOBS)[N]>;
