/** Words shared by the contracts: ids, times, pages and the problem document. */
import { z } from 'zod';
import { ERROR_CODES } from '#lib/core/errors.ts';
import { PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from '#lib/core/limits.ts';

export const uuid = z.uuid();
export const timestamp = z.iso.datetime().describe('ISO 8601, UTC');

export const pageQuery = z.object({
  cursor: z.string().max(200).optional().describe('`next_cursor` of the page before'),
  limit: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(PAGE_SIZE_DEFAULT),
});

/** RFC 9457 problem details with our code and request id. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(ERROR_CODES),
  request_id: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;
