/** What a tool is: its words, its input, whom it asks, and the verb that does it. */
import { z } from 'zod';
import type { ActionField, ToolAction, ToolName } from '#lib/contracts/tools.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Embedder } from '#lib/ports/models.ts';
import type { OutboundHttp } from '#lib/ports/outbound-http.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import type { Passage } from '#lib/rag/batch-retriever.ts';
import type { Ranked } from '#lib/rag/rerank.ts';

/**
 * Whom a tool asks: the documents, the business's own HTTPS endpoint, or nobody, because it keeps a record for the
 * business. Only the last changes state.
 */
export type ToolKind = 'documents' | 'endpoint' | 'record';

export interface ToolWords {
  name: ToolName;
  /** Of the button and in lists. */
  title: string;
  /** For the business, and for a model that may call it. */
  description: string;
  kind: ToolKind;
  /** An object of fields made by `field`. */
  input: z.ZodObject;
}

export interface ToolPorts {
  database: Database;
  embedder: Embedder;
  jobs: JobQueue;
  outbound: OutboundHttp;
  telemetry: Telemetry;
  clock: Clock;
  log: Log;
}

/** How a business has set a tool up. */
export interface ToolSettings {
  /** Of its own service: asked by an endpoint tool, told by a record tool (a webhook). */
  endpointUrl: string | null;
  signingSecret: string | null;
  /** Where records are mailed to; null: the address of the trial. */
  notifyEmail: string | null;
}

/** For whom a tool is run, and on whose word. */
export interface ToolRun {
  tenantId: string;
  settings: ToolSettings;
  visitor: { sessionId: string | null; visitorId: string | null };
  requestId: string;
  /** A run with the same key as an earlier one keeps nothing a second time. */
  runKey: string | null;
  signal: AbortSignal;
}

export interface ToolResult {
  status: 'done' | 'failed';
  /** For the visitor: plain text. */
  message: string;
  data?: unknown;
  /** What was found in the documents, so that an answer can cite it. */
  passages?: Ranked<Passage>[];
}

export interface Tool extends ToolWords {
  /** Whether it works without the business's own endpoint. */
  endpoint: 'none' | 'may' | 'must';
  /** Sentences such as documents hold that give this tool something to do. */
  evidence: readonly string[];
  /** Questions such as visitors ask that this tool answers. */
  intents: readonly string[];
  /** `input` has passed the schema. Errors: those of the ports; what the business's service does wrong is `failed`. */
  run(ports: ToolPorts, run: ToolRun, input: never): Promise<ToolResult>;
}

type Definition<S extends z.ZodObject> = Omit<Tool, 'input' | 'run'> & {
  input: S;
  run(ports: ToolPorts, run: ToolRun, input: z.output<S>): Promise<ToolResult>;
};

export function defineTool<S extends z.ZodObject>(definition: Definition<S>): Tool {
  return definition as unknown as Tool;
}

interface FormField {
  label: string;
  type: ActionField['type'];
}
const FORM = z.registry<FormField>();

/** A field of an input: how it is asked for, and what is accepted. */
export function field<S extends z.ZodType>(schema: S, label: string, type: ActionField['type'] = 'text'): S {
  const asked = schema.describe(label);
  FORM.add(asked, { label, type });
  return asked;
}

/** The form of a tool, from its input; `known` is filled in where it is acceptable. */
export function fieldsOf(input: z.ZodObject, known: Readonly<Record<string, unknown>> = {}): ActionField[] {
  return Object.entries(input.shape).map(([name, schema]) => {
    const { label, type } = FORM.get(schema as z.ZodType) ?? { label: name, type: 'text' };
    const value = known[name];
    const accepted = value !== undefined && value !== null && z.safeParse(schema, value).success;
    const options = optionsOf(schema as z.ZodType);
    return {
      name,
      label,
      type,
      required: !z.safeParse(schema, undefined).success,
      ...(options ? { options } : {}),
      ...(accepted ? { value: String(value) } : {}),
    };
  });
}

function optionsOf(schema: z.ZodType): string[] | null {
  if (schema instanceof z.ZodOptional) return optionsOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion)
    return schema.options.map((one) => optionsOf(one as z.ZodType)).find((one) => one !== null) ?? null;
  return schema instanceof z.ZodEnum ? schema.options.map(String) : null;
}

/** What the visitor is offered: nothing happens before the visitor sends the form. */
export function actionOf(
  tool: ToolWords,
  reason: string,
  known: Readonly<Record<string, unknown>> = {},
): ToolAction {
  return { tool: tool.name, title: tool.title, reason, fields: fieldsOf(tool.input, known) };
}
