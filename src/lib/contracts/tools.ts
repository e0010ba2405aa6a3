/** The tools of an assistant: which there are, and the actions that an answer may offer. */
import { z } from 'zod';

/** Every tool of the catalogue (lib/tools/catalogue.ts). */
export const TOOL_NAMES = [
  'search_knowledge_base',
  'capture_lead',
  'book_appointment',
  'escalate_to_human',
  'search_products',
  'track_order',
  'calculate_quote',
  'check_availability',
  'explain_feature',
  'lookup_policy',
] as const;
export const toolName = z.enum(TOOL_NAMES);
export type ToolName = z.infer<typeof toolName>;

export const FIELD_TYPES = ['text', 'email', 'tel', 'textarea', 'date', 'select', 'number'] as const;

/** One input of the small form that runs a tool. */
export const actionField = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(FIELD_TYPES),
  required: z.boolean(),
  options: z.array(z.string()).optional().describe('Of a select'),
  value: z.string().optional().describe('What is known already; the visitor may change it'),
});
export type ActionField = z.infer<typeof actionField>;

/** Offered beside an answer: a button, then its form, and only then `POST /api/tools/run`. Nothing happens without it. */
export const toolAction = z.object({
  tool: toolName,
  title: z.string().describe('Of the button'),
  reason: z.string().describe('Why it is offered, in a sentence'),
  fields: z.array(actionField),
});
export type ToolAction = z.infer<typeof toolAction>;
