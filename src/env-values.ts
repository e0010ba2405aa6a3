/** The kinds of values that variables of the environment take, as schemas. */
import { z } from 'zod';
import { ADMIN_SECRET_MIN_BYTES } from '#lib/core/limits.ts';
import { POLICY_LIMIT_MAX, POLICY_NAMES } from '#lib/core/rate-limit-policies.ts';

export const port = z.coerce.number().int().min(0).max(65_535);
export const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });
export const score = z.coerce.number().min(0).max(1);
/** US dollars a million tokens. */
export const price = z.coerce.number().min(0).max(100_000);
export const optionalUrl = z.url({ protocol: /^https?$/ }).optional();

/** What Langfuse takes. */
export const langfuseEnvironment = z
  .string()
  .regex(/^(?!langfuse)[a-z0-9_-]{1,40}$/, 'takes up to 40 of a–z, 0–9, “-” and “_”');

/** JSON such as {"ask-minute": 60}: units in place of those of the policy table. */
export const rateLimits = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.partialRecord(z.enum(POLICY_NAMES), z.number().int().min(0).max(POLICY_LIMIT_MAX)));

/** Fewer different characters than this are not random ones. */
const SECRET_CHARACTERS_MIN = 10;

/** Secrets, separated by commas; the first is used, all are accepted. */
export const secrets = (most: number) =>
  z
    .string()
    .transform((text) => text.split(',').map((secret) => secret.trim()))
    .pipe(
      z
        .array(
          z
            .string()
            .refine(
              (secret) => Buffer.byteLength(secret) >= ADMIN_SECRET_MIN_BYTES,
              `must have ${ADMIN_SECRET_MIN_BYTES} bytes at least (“openssl rand -base64 32” makes one)`,
            )
            .refine(
              (secret) => new Set(secret).size >= SECRET_CHARACTERS_MIN,
              'is not random (“openssl rand -base64 32” makes one that is)',
            ),
        )
        .max(most, `takes ${most} at most`)
        .refine((all) => new Set(all).size === all.length, 'names one twice'),
    );
