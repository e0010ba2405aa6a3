/** How somebody can be reached: fields that several tools ask for. */
import { z } from 'zod';
import { EMAIL_MAX_CHARS, PERSON_NAME_MAX_CHARS, PHONE_MAX_CHARS } from '#lib/core/limits.ts';
import { field } from './tool.ts';

const PHONE = /^\+?[\d\s()./-]{5,}$/;

/** A form sends empty fields as empty texts. */
export function optional<S extends z.ZodType>(schema: S) {
  return z.union([z.literal('').transform(() => undefined), schema]).optional();
}

const name = z.string().trim().min(1).max(PERSON_NAME_MAX_CHARS);
const phone = z.string().trim().max(PHONE_MAX_CHARS).regex(PHONE, 'Must be a telephone number');

export const contactFields = {
  name: field(name, 'Your name'),
  email: field(z.email().max(EMAIL_MAX_CHARS), 'Your e-mail', 'email'),
  phone: field(optional(phone), 'Your telephone number', 'tel'),
};
