/** Answers one POST of MCP's Streamable HTTP, without a session: any process can take any request. */
import { createMcpHandler, isInitializeRequest } from '@modelcontextprotocol/server';
import type { mcpRoute } from '#lib/contracts/mcp.ts';
import { newId } from '#lib/core/ids.ts';
import type { RouteContext } from '#lib/http/route.ts';
import { requireTrustedSource } from './request-source.ts';
import { mcpServer } from './server.ts';
import type { McpApp } from './tool.ts';

const SESSION_HEADER = 'Mcp-Session-Id';

export async function serveMcp<A extends McpApp>(
  context: RouteContext<A, typeof mcpRoute>,
): Promise<Response> {
  const { app, caller, headers, body, signal } = context;
  requireTrustedSource(headers, app.config);
  const handler = createMcpHandler(() => mcpServer(app, caller, headers.get(SESSION_HEADER)), {
    // Nothing here ever changes while a client listens.
    maxSubscriptions: 0,
    onerror: (error) => app.log.warn({ request_id: caller.requestId, err: error }, 'mcp'),
  });
  const request = new Request(app.config.publicUrl, { method: 'POST', headers, signal });
  const response = context.relay(await handler.fetch(request, { parsedBody: body }));
  // A name by which this client's cancellations find its calls; every process takes every name.
  if (isInitializeRequest(body) && response.ok) response.headers.set(SESSION_HEADER, newId());
  return response;
}
