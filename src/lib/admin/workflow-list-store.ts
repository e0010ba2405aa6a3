/** Reads workflows across tenants. */
import { sql } from 'kysely';
import type { ListWorkflowsQuery } from '#lib/contracts/admin-workflows.ts';
import type { PlatformTransaction } from '#lib/ports/database.ts';
import type { WorkflowState } from '#lib/trial/workflow-engine.ts';

export interface ListedWorkflow extends WorkflowState {
  tenantId: string;
  businessName: string;
  workflowId: string;
  interruptedAt: string | null;
  details: Record<string, unknown>;
  updatedAt: Date;
}

const LISTED = sql`select t.tenant_id as "tenantId", n.business_name as "businessName", t.workflow_id as "workflowId",
    t.current_step as step, t.status, t.attempts, t.interrupt, t.interrupt ->> 'raised_at' as "interruptedAt",
    t.undoing, t.state as details, t.updated_at as "updatedAt"
  from trials t join tenants n on n.tenant_id = t.tenant_id`;

/** Whose answer a pause of a kind needs. */
const KINDS = { operator: ['manual_review', 'admin_approval'], tenant: ['user_input', 'retry'] } as const;

export async function selectWorkflows(
  tx: PlatformTransaction,
  { status, step, waits_for: waitsFor }: Pick<ListWorkflowsQuery, 'status' | 'step' | 'waits_for'>,
  page: { beforeId: string | null; limit: number },
): Promise<ListedWorkflow[]> {
  const wanted = [
    sql`true`,
    ...(status ? [sql`t.status = ${status}`] : []),
    ...(step ? [sql`t.current_step = ${step}`] : []),
    ...(waitsFor ? [sql`t.interrupt ->> 'kind' in (${sql.join(KINDS[waitsFor])})`] : []),
    ...(page.beforeId ? [sql`t.workflow_id < ${page.beforeId}::uuid`] : []),
  ];
  const { rows } = await sql<ListedWorkflow>`${LISTED} where ${sql.join(wanted, sql` and `)}
    order by t.workflow_id desc limit ${page.limit}`.execute(tx);
  return rows;
}

export async function selectWorkflowById(
  tx: PlatformTransaction,
  workflowId: string,
): Promise<ListedWorkflow | undefined> {
  const { rows } = await sql<ListedWorkflow>`${LISTED} where t.workflow_id = ${workflowId}::uuid`.execute(tx);
  return rows[0];
}
