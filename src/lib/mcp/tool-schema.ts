/** Zod contracts as the JSON Schema (2020-12) that MCP clients and models read. */
import { z } from 'zod';
import { plain } from '#lib/http/openapi.ts';

export interface ObjectSchema {
  type: 'object';
  properties?: Record<string, object>;
  required?: string[];
  [keyword: string]: unknown;
}

/** Output schemas stay open, so that a result may gain fields under clients that know an older schema. */
export function toolSchema(schema: z.ZodType, io: 'input' | 'output'): ObjectSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io,
    reused: 'inline',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => plain(jsonSchema as Record<string, unknown>, io),
  });
  return json as ObjectSchema;
}
