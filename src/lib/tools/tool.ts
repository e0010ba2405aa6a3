/** What a tool is: its words, its input, whom it asks, and the verb that does it. */
import { z } from 'zod';
import type { ActionField, ToolAction, ToolName } from '#lib/contracts/tools.ts';

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
