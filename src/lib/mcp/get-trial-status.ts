/** The tool `get_trial_status`: plan, usage, workflow and knowledge base in one answer. */
import { z } from 'zod';
import { trialState } from '#lib/contracts/trial.ts';
import { defineTool } from './tool.ts';

export const getTrialStatus = defineTool({
  name: 'get_trial_status',
  title: 'Trial status',
  description:
    'Tells what this business has: when its trial ends, how many questions, documents and bytes are used of how ' +
    'many, how far the set-up has come, and how many sources are queued, ingesting, ready or failed. Call it after ' +
    'ingest_documents to see when the documents are ready, and before a large batch to see whether it fits.',
  scope: 'trial:read',
  limits: ['mcp-get-trial-status'],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({}),
  output: trialState,
  run: (app, caller) => app.getTrial(caller),
  text: ({ tenant, usage, workflow, kb }) =>
    [
      `${tenant.business_name}: ${tenant.status}, ends ${tenant.expires_at}`,
      `Questions: ${usage.queries_used} of ${usage.queries_limit}`,
      `Documents: ${usage.documents} of ${usage.documents_limit}, ` +
        `${usage.storage_bytes} of ${usage.storage_limit_bytes} bytes`,
      `Sources: ${Object.entries(kb.sources)
        .map(([status, count]) => `${count} ${status}`)
        .join(', ')}; ${kb.chunks} passages`,
      `Set-up: ${workflow.current_step}, ${workflow.status}, ${workflow.progress_percent} %`,
    ].join('\n'),
});
