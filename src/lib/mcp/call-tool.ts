/** Every tool call goes through here: who may, what with, which verb, and how it is told. */
import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError, toAppError } from '#lib/core/errors.ts';
import { logRequest } from '#lib/http/access-log.ts';
import { HTTP_STATUS } from '#lib/http/problem.ts';
import { parseInput } from '#lib/http/validate.ts';
import { rateLimitMiddleware } from '#lib/security/rate-limiting.ts';
import type { McpApp, McpTool } from './tool.ts';
import { toolError } from './tool-errors.ts';

export interface ToolRequest {
  tool: McpTool;
  args: unknown;
  /** Aborted when the client cancels this call or goes away. */
  signal: AbortSignal;
  context: ServerContext;
}

/** The input, when this caller may use the tool on it now. Errors: `forbidden`, `invalid_request`, `rate_limited`. */
async function admit(app: McpApp, caller: TenantCaller, tool: McpTool, args: unknown): Promise<unknown> {
  if (!caller.scopes.includes(tool.scope)) {
    throw new AppError('forbidden', `This credential does not hold the scope “${tool.scope}”.`);
  }
  const input = parseInput(tool.input, args ?? {}, 'input');
  const subject = { tenantId: caller.tenantId, limits: caller.rateLimits };
  const limiting = rateLimitMiddleware(app.rateLimiting, tool.limits);
  const { refusal } = await limiting.admit(subject, tool.questions?.(input));
  if (refusal) throw refusal;
  return input;
}

/** Progress of one call, in order, to a client that sent a token for it. */
function progressOf({ mcpReq }: ServerContext) {
  const progressToken = mcpReq._meta?.progressToken;
  let sent = Promise.resolve();
  return {
    progress(done: number, total: number, message: string) {
      if (progressToken === undefined) return;
      const params = { progressToken, progress: done, total, message };
      sent = sent
        .then(() => mcpReq.notify({ method: 'notifications/progress', params }))
        // A client that has left hears nothing more; its signal is aborted.
        .catch(() => undefined);
    },
    flushed: () => sent,
  };
}

/** A tool's failure is a result; only what is wrong with the message itself is a protocol error. */
export async function callTool(
  app: McpApp,
  caller: TenantCaller,
  { tool, args, signal, context }: ToolRequest,
): Promise<CallToolResult> {
  const startedAt = performance.now();
  const { requestId } = caller;
  const finish = (status: number, failure?: unknown) =>
    logRequest(app.log, {
      requestId,
      method: 'tools/call',
      route: tool.name,
      status,
      startedAt,
      caller,
      failure,
    });
  const { progress, flushed } = progressOf(context);
  try {
    const input = await admit(app, caller, tool, args);
    const result = tool.output.parse(await tool.run(app, caller, input, { signal, progress }));
    await flushed();
    finish(200);
    return {
      content: [{ type: 'text', text: tool.text(result) }],
      structuredContent: result as Record<string, unknown>,
    };
  } catch (thrown) {
    const failure = signal.aborted ? cancelledOr(thrown) : thrown;
    finish(HTTP_STATUS[toAppError(failure).code].status, failure);
    return toolError(failure, requestId);
  }
}

function cancelledOr(thrown: unknown): AppError {
  const error = toAppError(thrown);
  return error.code === 'internal'
    ? new AppError('cancelled', 'The call was cancelled.', { cause: error })
    : error;
}

export function unknownTool(name: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no tool “${name.slice(0, 100)}”.`);
}
