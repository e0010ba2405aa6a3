/** Rows of a tenant's tools: which are assigned, why, and how they are set up. */
import type { Selectable } from 'kysely';
import type { ToolName } from '#lib/contracts/tools.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';
import type { Tables } from '#lib/ports/schema.ts';
import type { ToolSettings } from './tool.ts';

export type AssignmentRow = Selectable<Tables['tool_assignments']>;
export interface AssignmentChange {
  assigned?: boolean | undefined;
  endpoint_url?: string | null | undefined;
  signing_secret?: string | undefined;
  notify_email?: string | null | undefined;
}

const COLUMNS = [
  'tool',
  'assigned',
  'reason',
  'origin',
  'endpoint_url',
  'signing_secret',
  'notify_email',
  'updated_at',
] as const;

export async function selectAssignments(tx: TenantTransaction) {
  return tx.selectFrom('tool_assignments').select(COLUMNS).execute();
}

const NONE: ToolSettings = { endpointUrl: null, signingSecret: null, notifyEmail: null };

/** As they are now; nothing is set when there is no row. */
export async function selectSettings(tx: TenantTransaction, tool: ToolName): Promise<ToolSettings> {
  const row = await selectAssignment(tx, tool);
  return row ? settingsOf(row) : NONE;
}

export async function selectAssignment(tx: TenantTransaction, tool: ToolName) {
  return tx.selectFrom('tool_assignments').select(COLUMNS).where('tool', '=', tool).executeTakeFirst();
}

export function settingsOf(row: Pick<AssignmentRow, 'endpoint_url' | 'signing_secret' | 'notify_email'>) {
  return {
    endpointUrl: row.endpoint_url,
    signingSecret: row.signing_secret,
    notifyEmail: row.notify_email,
  } satisfies ToolSettings;
}

/** What the business says: from then on a recommendation changes nothing about this tool. */
export async function editAssignment(
  tx: TenantTransaction,
  tenantId: string,
  tool: ToolName,
  change: AssignmentChange,
  now: Date,
): Promise<void> {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const set = { ...given, origin: 'edited' as const, updated_at: now };
  await tx
    .insertInto('tool_assignments')
    .values({ tenant_id: tenantId, tool, assigned: false, ...set })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'tool']).doUpdateSet(set))
    .execute();
}

/** The recommendation in place of the one before; what the business has edited stays. */
export async function replaceRecommended(
  tx: TenantTransaction,
  tenantId: string,
  recommended: readonly { tool: ToolName; reason: string }[],
  now: Date,
): Promise<void> {
  await deleteRecommended(tx);
  if (recommended.length === 0) return;
  await tx
    .insertInto('tool_assignments')
    .values(
      recommended.map(({ tool, reason }) => ({
        tenant_id: tenantId,
        tool,
        reason,
        assigned: true,
        origin: 'recommended' as const,
        updated_at: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(['tenant_id', 'tool']).doNothing())
    .execute();
}

export async function deleteRecommended(tx: TenantTransaction): Promise<void> {
  await tx.deleteFrom('tool_assignments').where('origin', '=', 'recommended').execute();
}
