import { mcpRoute } from '#lib/contracts/mcp.ts';
import { endpoint } from '#runtime/endpoint.ts';

// The protocol's library costs 13 MB and 80 ms: only servers that are asked for it load it.
export const POST = endpoint(mcpRoute, async (context) => {
  const { serveMcp } = await import('#lib/mcp/serve-mcp.ts');
  return serveMcp(context);
});
