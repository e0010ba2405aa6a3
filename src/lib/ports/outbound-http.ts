/** Requests to addresses that a tenant names: to public HTTPS ones only, within bounds of time and bytes. */

/** Says which addresses may be asked; both answers are a reason in a sentence, or null for yes. */
export interface AddressGuard {
  refuseUrl(url: string): string | null;
  /** An address that a name resolved to, in its usual text form. */
  refuseAddress(address: string): string | null;
}

export interface OutboundRequest {
  url: string;
  /** JSON. */
  body: string;
  headers: Readonly<Record<string, string>>;
  /** Of the whole exchange, redirects included. */
  timeoutMs: number;
  /** Of the answer's body. */
  maxBytes: number;
  /** `json`: anything else is a failure. `status`: the body is not looked at. */
  expects: 'json' | 'status';
  signal?: AbortSignal | undefined;
}

/** `refused` is ours, the rest theirs. */
export type OutboundFailure =
  | 'refused'
  | 'timeout'
  | 'unreachable'
  | 'too_many_redirects'
  | 'too_large'
  | 'not_json'
  | 'status';

/** `detail` is for the log and for the business, never for a visitor. */
export type OutboundResult =
  | { ok: true; status: number; json: unknown }
  | { ok: false; reason: OutboundFailure; status: number | null; detail: string };

export interface OutboundHttp {
  /** Why this URL may never be asked; null when it may, as far as it can be told without asking. */
  refusalOf(url: string): string | null;
  /** Never rejects: what failed is in the result. */
  postJson(request: OutboundRequest): Promise<OutboundResult>;
  close(): Promise<void>;
}
