/** The Model Context Protocol endpoint: JSON-RPC messages in, their answers as JSON or server-sent events out. */
import { z } from 'zod';
import { MCP_BODY_MAX_BYTES, MCP_MESSAGES_MAX } from '#lib/core/limits.ts';
import { defineRoute } from './route-contract.ts';

const message = z.record(z.string(), z.unknown());

export const mcpRoute = defineRoute({
  operationId: 'mcp',
  method: 'POST',
  path: '/api/mcp',
  summary: 'Streamable HTTP of the Model Context Protocol, stateless; each tool needs its own scope.',
  auth: 'tenant',
  body: z.union([message, z.array(message).min(1).max(MCP_MESSAGES_MAX)]),
  bodyMaxBytes: MCP_BODY_MAX_BYTES,
  responses: {
    200: { description: 'JSON-RPC answers, as JSON or as server-sent events.', schema: message },
    202: { description: 'Notifications were taken.' },
  },
  errors: ['origin_not_allowed'],
});
