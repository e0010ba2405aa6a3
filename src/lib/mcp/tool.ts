/** What an MCP tool is: schemas from the contracts, a scope, and the verb it calls. */
import type { ToolAnnotations } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { Branding, BrandingInput } from '#lib/contracts/branding.ts';
import type { AcceptedSource, AddTextInput } from '#lib/contracts/kb.ts';
import type { TrialState } from '#lib/contracts/trial.ts';
import type { Scope, TenantCaller } from '#lib/core/caller.ts';
import type { PolicyName } from '#lib/core/rate-limit-policies.ts';
import type { RequestLog } from '#lib/http/access-log.ts';
import type { AskApp } from '#lib/http/ask-stream.ts';
import type { RateLimiting } from '#lib/security/rate-limiting.ts';

/** The verbs that tools call, bound to their ports. */
export interface McpApp extends AskApp {
  addText(caller: TenantCaller, input: AddTextInput): Promise<{ sources: AcceptedSource[] }>;
  getTrial(caller: TenantCaller): Promise<TrialState>;
  updateBranding(caller: TenantCaller, input: BrandingInput): Promise<Branding>;
  log: RequestLog;
  rateLimiting: RateLimiting;
  config: { mode: string; publicUrl: string };
}

export interface ToolCall {
  /** Aborted when the client cancels the call or goes away. */
  signal: AbortSignal;
  /** Told to a client that asked for it; `done` only grows. */
  progress(done: number, total: number, message: string): void;
}

export interface McpTool<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  name: string;
  title: string;
  /** For the model that decides whether and how to call it. */
  description: string;
  scope: Scope;
  /** A tenant's limits of rate that a call counts against. */
  limits: readonly PolicyName[];
  annotations: ToolAnnotations;
  input: I;
  output: O;
  /** How many questions a call asks; 1 where that is no matter. */
  questions?(input: z.output<I>): number;
  run(app: McpApp, caller: TenantCaller, input: z.output<I>, call: ToolCall): Promise<z.output<O>>;
  /** The result for clients and models that read text. */
  text(result: z.output<O>): string;
}

export function defineTool<I extends z.ZodType, O extends z.ZodType>(tool: McpTool<I, O>): McpTool<I, O> {
  return tool;
}
