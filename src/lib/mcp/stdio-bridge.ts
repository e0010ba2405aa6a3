/** MCP over stdin and stdout for a server that runs elsewhere: every message goes to its `/api/mcp` and back. */
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import {
  isInitializeRequest,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResponse,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  ProtocolErrorCode,
  type RequestId,
} from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { problem } from '#lib/contracts/common.ts';
import { BRIDGE_CONNECT_MS } from '#lib/core/limits.ts';

export interface BridgeOptions {
  /** The server's address, without a trailing slash. */
  url: string;
  token: string;
  /** Where failures are told that no message can carry. */
  report: (sentence: string) => void;
}

const ACCEPT = 'application/json, text/event-stream';

/** The server's own sentence in what an answer said, if there is one. */
function detailIn(text: string): string | undefined {
  try {
    return problem.parse(JSON.parse(text)).detail;
  } catch {
    return undefined;
  }
}

function sentenceOf(error: unknown, url: string): string {
  const { data, message } = error as { data?: { text?: unknown }; message?: string };
  const detail = typeof data?.text === 'string' ? detailIn(data.text) : undefined;
  return detail ?? (message === 'fetch failed' ? `Frontdesk cannot be reached at ${url}.` : String(message));
}

/** Throws an Error with one sentence unless the server is there and takes the token. */
export async function checkServer({ url, token }: Pick<BridgeOptions, 'url' | 'token'>): Promise<void> {
  const response = await fetch(`${url}/api/mcp`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: ACCEPT },
    body: JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'ping' }),
    redirect: 'error',
    signal: AbortSignal.timeout(BRIDGE_CONNECT_MS),
  }).catch((cause: unknown) => {
    throw new Error(
      `Frontdesk cannot be reached at ${url}. Start it there with “npm start”, or set FRONTDESK_URL.`,
      { cause },
    );
  });
  const text = await response.text();
  if (response.ok) return;
  const detail = detailIn(text);
  if (detail === undefined) throw new Error(`There is no Frontdesk at ${url}. Correct FRONTDESK_URL.`);
  throw new Error(
    response.status === 401
      ? 'The server refuses the token in FRONTDESK_TOKEN; give one that works.'
      : detail,
  );
}

/** Runs until stdin ends. Nothing but protocol goes to stdout. */
export async function bridgeStdio({ url, token, report }: BridgeOptions): Promise<void> {
  const stdio = new StdioServerTransport();
  const http = new StreamableHTTPClientTransport(new URL(`${url}/api/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  const pending = new Map<RequestId, AbortController>();
  let initializeId: RequestId | undefined;
  const ended = Promise.withResolvers<void>();

  const answer = (message: JSONRPCMessage) =>
    stdio.send(message).catch((error: unknown) => report(sentenceOf(error, url)));

  /** A request that no answer will come to must still be answered. */
  function fail(id: RequestId, message: string): void {
    if (!pending.delete(id)) return;
    void answer({ jsonrpc: '2.0', id, error: { code: ProtocolErrorCode.InternalError, message } });
  }

  function forward(message: JSONRPCMessage): void {
    if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') {
      const id = message.params?.requestId as RequestId;
      // Closing the request's own connection is heard by the process that works on it, in every protocol version.
      pending.get(id)?.abort();
      pending.delete(id);
      return;
    }
    if (!isJSONRPCRequest(message)) {
      http.send(message).catch((error: unknown) => report(sentenceOf(error, url)));
      return;
    }
    const { id } = message;
    const call = new AbortController();
    pending.set(id, call);
    if (isInitializeRequest(message)) initializeId = id;
    http
      .send(message, {
        requestSignal: call.signal,
        onRequestStreamEnd: () => fail(id, 'The server ended its answer early; try again.'),
      })
      .catch((error: unknown) => fail(id, sentenceOf(error, url)));
  }

  stdio.onmessage = forward;
  stdio.onerror = (error) => report(error.message);
  stdio.onclose = ended.resolve;
  http.onmessage = (message) => {
    if (isJSONRPCResponse(message) && message.id !== undefined) pending.delete(message.id);
    if (isJSONRPCResultResponse(message) && message.id === initializeId) {
      http.setProtocolVersion(String(message.result.protocolVersion));
    }
    void answer(message);
  };
  await http.start();
  await stdio.start();
  await ended.promise;
  await http.close();
}
