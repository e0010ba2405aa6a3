/**
 * Outbound requests through undici: every connection goes to an address that the guard has seen, because it looks at
 * what the name resolves to at the moment of connecting (a name that changes in between changes nothing).
 */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, type Dispatcher, request as send } from 'undici';
import { OUTBOUND_CONNECT_MS, OUTBOUND_CONNECTIONS, OUTBOUND_REDIRECTS } from '#lib/core/limits.ts';
import type {
  AddressGuard,
  OutboundFailure,
  OutboundHttp,
  OutboundRequest,
  OutboundResult,
} from '#lib/ports/outbound-http.ts';

/** Resolves a name to all its addresses. */
type Resolve = typeof systemLookup;

class Refused extends Error {}

const KEEPS_METHOD = new Set([307, 308]);
const UNUSED_BODY_MAX_BYTES = 64 * 1024;

export function undiciOutboundHttp(guard: AddressGuard, resolve: Resolve = systemLookup): OutboundHttp {
  const agent = new Agent({
    connect: { lookup: guardedLookup(guard, resolve), timeout: OUTBOUND_CONNECT_MS },
    connections: OUTBOUND_CONNECTIONS,
    pipelining: 1,
  });
  return {
    refusalOf: (url) => guard.refuseUrl(url),

    async postJson(request) {
      const deadline = AbortSignal.timeout(request.timeoutMs);
      const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
      try {
        return await follow(agent, guard, request, signal);
      } catch (error) {
        const reason =
          error instanceof Refused || causeOf(error) instanceof Refused ? 'refused' : 'unreachable';
        return failure(deadline.aborted ? 'timeout' : reason, null, String(causeOf(error) ?? error));
      }
    },

    close: () => agent.destroy(),
  };
}

async function follow(
  agent: Agent,
  guard: AddressGuard,
  request: OutboundRequest,
  signal: AbortSignal,
): Promise<OutboundResult> {
  let { url } = request;
  for (let hops = 0; hops <= OUTBOUND_REDIRECTS; hops++) {
    const refusal = guard.refuseUrl(url) ?? literalRefusal(guard, url);
    if (refusal !== null) throw new Refused(refusal);
    const response = await send(url, {
      method: 'POST',
      body: request.body,
      // `identity`: a body must not grow by being unpacked.
      headers: {
        ...request.headers,
        'content-type': 'application/json',
        accept: 'application/json',
        'accept-encoding': 'identity',
      },
      dispatcher: agent,
      signal,
      headersTimeout: request.timeoutMs,
      bodyTimeout: request.timeoutMs,
    });
    const { location } = response.headers;
    if (
      KEEPS_METHOD.has(response.statusCode) &&
      typeof location === 'string' &&
      URL.canParse(location, url)
    ) {
      await drop(response);
      url = new URL(location, url).href;
      continue;
    }
    return read(response, request);
  }
  return failure('too_many_redirects', null, `more than ${OUTBOUND_REDIRECTS} redirects`);
}

async function read(response: Dispatcher.ResponseData, request: OutboundRequest): Promise<OutboundResult> {
  const { statusCode: status } = response;
  if (status < 200 || status > 299) {
    await drop(response);
    return failure('status', status, `the answer was ${status}`);
  }
  if (request.expects === 'status') {
    await drop(response);
    return { ok: true, status, json: null };
  }
  const type = String(response.headers['content-type'] ?? '');
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    await drop(response);
    return failure('not_json', status, `the answer was of type “${type.slice(0, 100)}”`);
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response.body as AsyncIterable<Buffer>) {
    bytes += part.byteLength;
    if (bytes > request.maxBytes) return failure('too_large', status, `more than ${request.maxBytes} bytes`);
    parts.push(part);
  }
  try {
    return { ok: true, status, json: JSON.parse(Buffer.concat(parts).toString('utf8')) };
  } catch {
    return failure('not_json', status, 'the answer is not valid JSON');
  }
}

/** So that the connection can be used again, or is closed when there is too much to come. */
async function drop(response: Dispatcher.ResponseData): Promise<void> {
  await response.body.dump({ limit: UNUSED_BODY_MAX_BYTES }).catch(() => undefined);
}

/** Sockets do not look up what is an address already. */
function literalRefusal(guard: AddressGuard, url: string): string | null {
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 ? null : guard.refuseAddress(host);
}

/** One refused address among several refuses the name: which of them is used is not ours to say. */
function guardedLookup(guard: AddressGuard, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const refusal = addresses
        .map(({ address }) => guard.refuseAddress(address))
        .find((one) => one !== null);
      const [first] = addresses;
      if (refusal !== undefined || first === undefined)
        return callback(new Refused(refusal ?? 'The name has no address.'), []);
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

function causeOf(error: unknown): unknown {
  const { cause } = error as { cause?: unknown };
  return cause instanceof AggregateError ? cause.errors[0] : cause;
}

function failure(reason: OutboundFailure, status: number | null, detail: string): OutboundResult {
  return { ok: false, reason, status, detail: detail.slice(0, 500) };
}
