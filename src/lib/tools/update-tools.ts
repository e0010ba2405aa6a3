/** Assigns tools and sets them up as the business wants; what it has decided no recommendation undoes. */
import type { ToolName, UpdatedTools, UpdateToolsInput } from '#lib/contracts/tools.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError, type FieldError } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { OutboundHttp } from '#lib/ports/outbound-http.ts';
import { recordAudit } from '#lib/security/audit-log.ts';
import { newSigningSecret } from '#lib/security/sign-webhook.ts';
import { lockTenant } from '#lib/tenants/tenant-store.ts';
import { requireActiveTrial } from '#lib/trial/require-active-trial.ts';
import { editAssignment, selectAssignment } from './assignment-store.ts';
import { ALWAYS_ASSIGNED, toolNamed } from './catalogue.ts';
import { readTools } from './get-tools.ts';

type Ports = { database: Database; clock: Clock; outbound: OutboundHttp };

/**
 * All or nothing. A first endpoint comes with a signing secret, shown in this answer alone. Errors: `invalid_request`
 * by field, `trial_expired`.
 */
export async function updateTools(
  ports: Ports,
  caller: TenantCaller,
  { tools }: UpdateToolsInput,
): Promise<UpdatedTools> {
  refuseWrong(ports, tools);
  const secrets: UpdatedTools['secrets'] = [];
  const { tenantId } = caller;
  const states = await ports.database.asTenant(tenantId, async (tx) => {
    await lockTenant(tx);
    await requireActiveTrial(tx, ports.clock);
    for (const { tool, new_secret, ...change } of tools) {
      const before = await selectAssignment(tx, tool);
      const first = typeof change.endpoint_url === 'string' && before?.signing_secret == null;
      const secret = first || new_secret ? newSigningSecret() : null;
      if (secret !== null) secrets.push({ tool, signing_secret: secret });
      const set = { ...change, ...(secret === null ? {} : { signing_secret: secret }) };
      await editAssignment(tx, tenantId, tool, set, ports.clock.now());
    }
    const changed = tools.map(({ tool, ...change }) => ({ tool, fields: Object.keys(change) }));
    await recordAudit(tx, caller, 'tools.updated', null, { tools: changed });
    return readTools(tx);
  });
  return { ...states, secrets };
}

function refuseWrong(ports: Ports, tools: UpdateToolsInput['tools']): void {
  const seen = new Set<ToolName>();
  const fields: FieldError[] = [];
  tools.forEach(({ tool, assigned, endpoint_url, new_secret }, at) => {
    const refuse = (field: string, message: string) => fields.push({ path: `tools.${at}.${field}`, message });
    if (seen.has(tool)) refuse('tool', 'Is given more than once');
    seen.add(tool);
    if (tool === ALWAYS_ASSIGNED && assigned === false) refuse('assigned', 'Every assistant has this tool');
    if (toolNamed(tool).endpoint === 'none' && (endpoint_url != null || new_secret))
      refuse('endpoint_url', 'This tool has no endpoint');
    const refusal = endpoint_url == null ? null : ports.outbound.refusalOf(endpoint_url);
    if (refusal !== null) refuse('endpoint_url', refusal);
  });
  if (fields.length > 0) throw new AppError('invalid_request', 'The tools are not valid.', { fields });
}
