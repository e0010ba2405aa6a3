/** Every tool with how it stands for a tenant. */
import type { ToolStates } from '#lib/contracts/tools.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import type { Database, TenantTransaction } from '#lib/ports/database.ts';
import { selectAssignments } from './assignment-store.ts';
import { ALWAYS_ASSIGNED, CATALOGUE } from './catalogue.ts';

export async function getTools(ports: { database: Database }, caller: TenantCaller): Promise<ToolStates> {
  return ports.database.asTenant(caller.tenantId, readTools);
}

/** Secrets are never shown again. */
export async function readTools(tx: TenantTransaction): Promise<ToolStates> {
  const rows = new Map((await selectAssignments(tx)).map((row) => [row.tool, row]));
  const tools = CATALOGUE.map(({ name: tool, title, description, kind, endpoint }) => {
    const row = rows.get(tool);
    const always = tool === ALWAYS_ASSIGNED;
    const assigned = always || row?.assigned === true;
    return {
      tool,
      title,
      description,
      kind,
      endpoint,
      assigned,
      usable: assigned && (endpoint !== 'must' || row?.endpoint_url != null),
      reason: row?.reason ?? '',
      origin: always ? ('always' as const) : (row?.origin ?? ('none' as const)),
      settings: {
        endpoint_url: row?.endpoint_url ?? null,
        notify_email: row?.notify_email ?? null,
        secret_set: row?.signing_secret != null,
      },
    };
  });
  return { tools };
}
