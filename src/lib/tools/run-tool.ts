/** Runs one assigned tool on somebody's word: the only way in which a tool changes anything. */
import { createHash } from 'node:crypto';
import type { RunToolInput, ToolRunResult } from '#lib/contracts/tools.ts';
import { AppError, notFound } from '#lib/core/errors.ts';
import { TOOL_RUN_DEADLINE_MS } from '#lib/core/limits.ts';
import type { Flags } from '#lib/ports/flags.ts';
import { requireActiveTrial } from '#lib/trial/require-active-trial.ts';
import { selectAssignment, settingsOf } from './assignment-store.ts';
import { ALWAYS_ASSIGNED, toolNamed } from './catalogue.ts';
import type { ToolPorts, ToolSettings } from './tool.ts';

/** A tenant, or a visitor in a session. */
export interface ToolCaller {
  kind: string;
  requestId: string;
  tenantId: string;
  sessionId?: string;
  visitorId?: string;
}

const NOT_SET: ToolSettings = { endpointUrl: null, signingSecret: null, notifyEmail: null };

/**
 * `idempotencyKey`: a run with the same one by the same caller keeps nothing twice, whatever became of the first.
 * Errors: `not_found` for a tool that is not assigned or where the flag for tools is off, `invalid_request` by field, `trial_expired`, and those of
 * retrieval.
 */
export async function runTool(
  ports: ToolPorts & { flags: Flags },
  caller: ToolCaller,
  { tool: name, input, request_id }: RunToolInput,
  options: { signal: AbortSignal; idempotencyKey: string | null },
): Promise<ToolRunResult> {
  if (!ports.flags.decide('agent-tools', caller.tenantId).enabled) throw notFound();
  const tool = toolNamed(name);
  const settings = await ports.database.asTenant(caller.tenantId, async (tx) => {
    await requireActiveTrial(tx, ports.clock);
    const row = await selectAssignment(tx, name);
    if (name !== ALWAYS_ASSIGNED && row?.assigned !== true) return null;
    return row ? settingsOf(row) : NOT_SET;
  });
  if (settings === null) throw notFound();
  const parsed = tool.input.safeParse(input);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => ({
      path: ['input', ...path].join('.'),
      message,
    }));
    throw new AppError('invalid_request', 'The fields of this tool are not valid.', { fields });
  }
  const { sessionId = null, visitorId = null } = caller;
  const run = {
    tenantId: caller.tenantId,
    settings,
    visitor: { sessionId, visitorId },
    requestId: request_id ?? caller.requestId,
    runKey: options.idempotencyKey === null ? null : digest([sessionId, name, options.idempotencyKey]),
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(TOOL_RUN_DEADLINE_MS)]),
  };
  const { status, message, data } = await tool.run(ports, run, parsed.data as never);
  return { tool: name, status, message, ...(data === undefined ? {} : { data }) };
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
