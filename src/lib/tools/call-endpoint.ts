/** Asks the business's own HTTPS endpoint, signed, within bounds; what it answers is data for the visitor. */
import { z } from 'zod';
import type { ToolName } from '#lib/contracts/tools.ts';
import { newId } from '#lib/core/ids.ts';
import { ENDPOINT_ANSWER_MAX_BYTES, TOOL_MESSAGE_MAX_CHARS, TOOL_RUN_DEADLINE_MS } from '#lib/core/limits.ts';
import { signatureHeaders } from '#lib/security/sign-webhook.ts';
import type { ToolPorts, ToolResult, ToolRun } from './tool.ts';

/** What an endpoint answers: a text for the visitor, data, or both. */
const endpointAnswer = z
  .object({
    message: z.string().trim().min(1).max(TOOL_MESSAGE_MAX_CHARS).optional(),
    data: z.unknown().optional(),
  })
  .refine(({ message, data }) => message !== undefined || data !== undefined);

const AWAY = 'This cannot be looked up right now. Please try again later.';

/** Never throws for what the endpoint does: that is `failed`, and told in the log. */
export async function callEndpoint(
  ports: ToolPorts,
  run: ToolRun,
  tool: ToolName,
  input: Record<string, unknown>,
): Promise<ToolResult> {
  const { endpointUrl, signingSecret } = run.settings;
  if (endpointUrl === null || signingSecret === null) return { status: 'failed', message: AWAY };
  const now = ports.clock.now();
  const body = JSON.stringify({ type: 'tool.run', timestamp: now.toISOString(), data: { tool, input } });
  const result = await ports.outbound.postJson({
    url: endpointUrl,
    body,
    headers: signatureHeaders(signingSecret, newId(), now, body),
    timeoutMs: TOOL_RUN_DEADLINE_MS,
    maxBytes: ENDPOINT_ANSWER_MAX_BYTES,
    expects: 'json',
    signal: run.signal,
  });
  const answer = result.ok ? endpointAnswer.safeParse(result.json) : null;
  if (answer?.success) {
    const { message, data } = answer.data;
    return {
      status: 'done',
      message: message ?? JSON.stringify(data).slice(0, TOOL_MESSAGE_MAX_CHARS),
      data,
    };
  }
  const reason = result.ok ? 'the answer has neither a message nor data' : result.reason;
  ports.log.warn(
    { tenant_id: run.tenantId, tool, reason },
    'an endpoint of a tenant did not answer as agreed',
  );
  return { status: 'failed', message: AWAY };
}
