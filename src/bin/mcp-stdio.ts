/** `npm run mcp`: lets programs that speak MCP over stdio (Claude Desktop, IDEs) use a running server as one tenant. */
import { type ConfigError, readBridgeConfig } from '#env.ts';
import { bridgeStdio, checkServer } from '#lib/mcp/stdio-bridge.ts';

const report = (sentence: string) => void process.stderr.write(`${sentence}\n`);

try {
  const config = readBridgeConfig();
  await checkServer(config);
  await bridgeStdio({ ...config, report });
  process.exit(0);
} catch (error) {
  const { problems, message } = error as Partial<ConfigError>;
  report(problems?.join('; ') ?? String(message));
  process.exit(1);
}
