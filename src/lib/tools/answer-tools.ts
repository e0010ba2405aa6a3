/** The assigned tools of a tenant as an answer may use them: reading at once, changing anything only as an offer. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ToolAction, ToolName } from '#lib/contracts/tools.ts';
import { TOOL_ARGUMENTS_MAX_CHARS, TOOL_CALL_DEADLINE_MS, TOOL_MESSAGE_MAX_CHARS } from '#lib/core/limits.ts';
import type { Flags } from '#lib/ports/flags.ts';
import type { ToolCall } from '#lib/ports/models.ts';
import type { RankQuery } from '#lib/rag/rerank.ts';
import type { CallOutcome, Toolbox } from '#lib/rag/toolbox.ts';
import { maskDeep } from '#lib/security/pii-mask.ts';
import { ALWAYS_ASSIGNED, CATALOGUE } from './catalogue.ts';
import { detectIntent } from './detect-intent.ts';
import { intentPrototypes } from './prototypes.ts';
import { actionOf, type Tool, type ToolPorts, type ToolSettings } from './tool.ts';

/** An assigned tool as the reservation of a question reads it. */
export interface AssignedTool {
  tool: ToolName;
  endpoint_url: string | null;
  signing_secret: string | null;
  updated_at: string;
}

interface Usable {
  tool: Tool;
  settings: ToolSettings;
}

/** None where the tenant's flag is off: then answers come from the passages alone. */
export function allowedTools(
  { flags }: { flags: Flags },
  { tenantId }: { tenantId: string },
  assigned: readonly AssignedTool[],
): readonly AssignedTool[] {
  return assigned.length > 0 && flags.decide('agent-tools', tenantId).enabled ? assigned : [];
}

const OFFERED = 'Not done: the visitor was offered a form for this and decides. Do not say that it was done.';

export function answerTools(
  ports: ToolPorts,
  asker: { tenantId: string; requestId: string },
  assigned: readonly AssignedTool[],
): Toolbox {
  const usable = new Map(CATALOGUE.flatMap((tool) => usableOf(tool, assigned)));
  const decides = assigned.map(({ tool, endpoint_url, updated_at }) => [tool, endpoint_url, updated_at]);

  async function read({ tool, settings }: Usable, input: unknown, signal: AbortSignal): Promise<CallOutcome> {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(TOOL_CALL_DEADLINE_MS)]);
    const visitor = { sessionId: null, visitorId: null };
    const run = { ...asker, settings, visitor, runKey: null, signal: deadline };
    try {
      const { message, data, passages } = await tool.run(ports, run, input as never);
      const asks = settings.endpointUrl !== null && tool.endpoint !== 'none';
      // A service of the business may tell of its customers; its documents are what it publishes.
      const told = asks
        ? maskDeep({ message, data }, { numbers: true })
        : passages
          ? { message }
          : { message, data };
      return {
        content: JSON.stringify(told).slice(0, TOOL_MESSAGE_MAX_CHARS),
        ...(passages ? { passages } : {}),
        ...(asks ? { live: true } : {}),
      };
    } catch (error) {
      if (signal.aborted) throw error;
      ports.log.warn({ tenant_id: asker.tenantId, tool: tool.name }, 'a tool that the model called failed');
      return { content: 'The tool did not answer.' };
    }
  }

  return {
    version:
      assigned.length === 0 ? '' : createHash('sha256').update(JSON.stringify(decides)).digest('base64url'),
    // A tenant that has decided for no tool is answered from the passages alone.
    specs: assigned.length === 0 ? [] : [...usable.values()].map(({ tool }) => specOf(tool)),

    async call(call, signal) {
      const found = usable.get(call.name as ToolName);
      if (!found) return { content: 'There is no tool of this name.', refused: true };
      const known = argumentsOf(call);
      if (found.tool.kind === 'record')
        return { content: OFFERED, action: actionOf(found.tool, 'This can be done for you.', known) };
      const input = found.tool.input.safeParse(known);
      if (!input.success) return { content: 'The arguments are not of the form asked for.', refused: true };
      return read(found, input.data, signal);
    },

    async offers(query, answered, signal) {
      if (assigned.length === 0) return [];
      try {
        const prototypes = await intentPrototypes(ports.embedder, signal);
        const intent = detectIntent(query.vector, prototypes);
        const wanted = intent && usable.get(intent.tool);
        if (wanted && isOffered(wanted)) return [offerOf(wanted.tool, query, 'You seem to ask for this.')];
      } catch {
        ports.log.warn({ tenant_id: asker.tenantId }, 'the intent of a question could not be detected');
      }
      const person = usable.get('escalate_to_human');
      return !answered && person ? [offerOf(person.tool, query, 'The documents do not answer this.')] : [];
    },
  };
}

/** What reads documents is the answer itself; a button is for what needs more. */
function isOffered({ tool, settings }: Usable): boolean {
  return tool.kind !== 'documents' || settings.endpointUrl !== null;
}

function usableOf(tool: Tool, assigned: readonly AssignedTool[]): [ToolName, Usable][] {
  const row = assigned.find((one) => one.tool === tool.name);
  if (!row && tool.name !== ALWAYS_ASSIGNED) return [];
  const endpointUrl = row?.endpoint_url ?? null;
  if (tool.endpoint === 'must' && endpointUrl === null) return [];
  const settings = { endpointUrl, signingSecret: row?.signing_secret ?? null, notifyEmail: null };
  return [[tool.name, { tool, settings }]];
}

/** The question fills in what asks for words, and what looks like a number of an order. */
function offerOf(tool: Tool, { text }: RankQuery, reason: string): ToolAction {
  const order = /\b(?=[\w-]{0,29}\d{3})[\w-]{4,32}\b/.exec(text)?.[0];
  return actionOf(tool, reason, {
    message: text,
    topic: text,
    query: text,
    what: text,
    ...(order === undefined ? {} : { order_number: order }),
  });
}

function specOf({ name, description, kind, input }: Tool) {
  const { $schema: _, ...parameters } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  const note = kind === 'record' ? ' The visitor is shown a form and decides; nothing happens before.' : '';
  return { name, description: description + note, parameters: parameters as Record<string, unknown> };
}

function argumentsOf(call: ToolCall): Record<string, unknown> {
  if (call.arguments.length > TOOL_ARGUMENTS_MAX_CHARS) return {};
  try {
    const value: unknown = JSON.parse(call.arguments || '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
