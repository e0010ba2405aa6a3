/** What a route promises: its path, who may call it, what goes in and what comes out. */
import type { z } from 'zod';
import type { AdminRole, Scope } from '#lib/core/caller.ts';
import type { ErrorCode } from '#lib/core/errors.ts';
import type { PolicyName } from '#lib/core/rate-limit-policies.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ResponseContract {
  description: string;
  schema?: z.ZodType;
  /** Default `application/json` when a schema is given. */
  contentType?: string;
}

export interface RouteContract {
  operationId: string;
  method: Method;
  /** OpenAPI style: `/api/trial/kb/{source_id}`. */
  path: `/api/${string}`;
  summary: string;
  /**
   * `tenant` needs a bearer credential holding `scope`, `visitor` the token of a widget session, from its own Origin,
   * `admin` a session of at least `role`.
   */
  auth: 'anonymous' | 'tenant' | 'visitor' | 'tenant_or_visitor' | 'admin';
  scope?: Scope;
  role?: AdminRole;
  params?: z.ZodType;
  query?: z.ZodType;
  /** A JSON body, counted while streaming; `multipart` bodies are read by the handler. */
  body?: z.ZodType;
  /** Default `JSON_BODY_MAX_BYTES`. */
  bodyMaxBytes?: number;
  multipart?: boolean;
  /**
   * Whether pages of other origins may read the answers: `any` all of them, `visitor` those whose Origin the tenant allows.
   * Its route file also exports `OPTIONS = preflight(contract)`. Without it no page elsewhere may.
   */
  cors?: 'any' | 'visitor';
  /** Whether `Idempotency-Key` is honoured. */
  idempotent?: boolean;
  /** The rate limits; without it those of every route (`api-hour`), and `[]` for none. */
  limits?: readonly PolicyName[];
  /** How many questions a body asks, for limits that count them. Default 1. */
  questions?(body: unknown): number;
  responses: Record<number, ResponseContract>;
  errors: ErrorCode[];
}

/** A route of administrators; only `adminRoute` can answer it. */
export type AdminContract = RouteContract & { auth: 'admin'; role: AdminRole; path: `/api/admin/${string}` };

/** Keeps the literal types of a contract while checking its shape. */
export function defineRoute<const C extends RouteContract>(contract: C): C {
  return contract;
}

type Output<T> = T extends z.ZodType ? z.output<T> : undefined;

/** What the handler of a contract gets: parsed params, query and body. */
export interface RouteInput<C extends RouteContract> {
  params: Output<C['params']>;
  query: Output<C['query']>;
  body: Output<C['body']>;
}
