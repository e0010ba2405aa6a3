/** How a tenant's assistant looks and speaks, and which sites may show it. */
import { z } from 'zod';
import {
  ALLOWED_ORIGINS_MAX,
  DISPLAY_NAME_MAX_CHARS,
  PLACEHOLDER_MAX_CHARS,
  TONE_MAX_CHARS,
  URL_MAX_CHARS,
  WELCOME_MAX_CHARS,
} from '#lib/core/limits.ts';
import { timestamp } from './common.ts';
import { defineRoute } from './route-contract.ts';

export const WIDGET_POSITIONS = ['bottom-right', 'bottom-left'] as const;
export const WIDGET_THEMES = ['auto', 'light', 'dark'] as const;

const HEX_COLOR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;
/** Browsers treat these as secure contexts, so a site under development may use plain http. */
const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** `#abc` -> `#aabbcc`, in small letters. */
function fullColor(color: string): string {
  const digits = color.slice(1).toLowerCase();
  return `#${digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits}`;
}

/** An origin as browsers send it (RFC 6454 §6.2), or null for anything that is not exactly one site. */
export function normalizeOrigin(text: string): string | null {
  const given = text.trim();
  if (/[*\\\s@]/.test(given) || !URL.canParse(given)) return null;
  const url = new URL(given);
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.has(url.hostname));
  const bare = url.pathname === '/' && !/[?#]/.test(given);
  return secure && bare ? url.origin : null;
}

function canonicalLocale(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/** A text that must be `read` into its one spelling. */
function spelled(base: z.ZodString, message: string, read: (text: string) => string | null) {
  return base.transform((text, context) => {
    const value = read(text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

const line = (maxChars: number) => z.string().trim().min(1).max(maxChars);
const color = z.string().regex(HEX_COLOR, 'Must be a hex colour such as #1a73e8').transform(fullColor);
const origin = spelled(
  z.string().max(URL_MAX_CHARS),
  'Must be one https origin such as https://shop.example, without a path or wildcard (http only for localhost)',
  normalizeOrigin,
);
const locale = spelled(
  z.string().min(2).max(35),
  'Must be a BCP 47 language tag such as en-GB',
  canonicalLocale,
);

/** Every field may be left out, which leaves it as it is; null takes a text or colour back to its default. */
export const brandingBody = z.strictObject({
  display_name: line(DISPLAY_NAME_MAX_CHARS).nullable().optional().describe('What the assistant is called'),
  primary_color: color.nullable().optional().describe('Of buttons and links: #rgb or #rrggbb'),
  secondary_color: color.nullable().optional().describe('Of the header: #rgb or #rrggbb'),
  tone: line(TONE_MAX_CHARS).nullable().optional().describe('How it speaks, e.g. friendly or formal'),
  welcome_message: line(WELCOME_MAX_CHARS).nullable().optional().describe('Said before the first question'),
  placeholder_text: line(PLACEHOLDER_MAX_CHARS).nullable().optional().describe('Shown in the empty input'),
  position: z.enum(WIDGET_POSITIONS).optional(),
  theme: z.enum(WIDGET_THEMES).optional(),
  locale: locale.optional().describe('A BCP 47 language tag, e.g. en or de-CH'),
  allowed_origins: z
    .array(origin)
    .max(ALLOWED_ORIGINS_MAX)
    .transform((origins) => [...new Set(origins)])
    .optional()
    .describe('The sites that may show the widget, all of them; an empty list refuses every browser'),
});
export type BrandingInput = z.infer<typeof brandingBody>;

export const branding = z.object({
  display_name: z.string().nullable(),
  primary_color: z.string().nullable(),
  secondary_color: z.string().nullable(),
  tone: z.string().nullable(),
  welcome_message: z.string().nullable(),
  placeholder_text: z.string().nullable(),
  position: z.enum(WIDGET_POSITIONS),
  theme: z.enum(WIDGET_THEMES),
  locale: z.string(),
  allowed_origins: z.array(z.string()),
  updated_at: timestamp.nullable().describe('Null until something was set'),
});
export type Branding = z.infer<typeof branding>;

const responses = {
  200: { description: 'The settings now; null stands for the default.', schema: branding },
};

export const getBrandingRoute = defineRoute({
  operationId: 'getBranding',
  method: 'GET',
  path: '/api/trial/branding',
  summary: 'How the assistant looks and speaks, and where it may be shown.',
  auth: 'tenant',
  scope: 'trial:read',
  responses,
  errors: [],
});

export const updateBrandingRoute = defineRoute({
  operationId: 'updateBranding',
  method: 'PUT',
  path: '/api/trial/branding',
  summary: 'Change the look, the words and the allowed sites; fields that are left out stay as they are.',
  auth: 'tenant',
  scope: 'trial:write',
  body: brandingBody,
  responses,
  errors: ['trial_expired'],
});
