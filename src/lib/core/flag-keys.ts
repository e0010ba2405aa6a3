/** The names of the feature flags; what each is about is the table in flags/catalogue.ts. */

export const FLAG_KEYS = [
  'llm-answers',
  'batch-sharing',
  'approximate-index',
  'redis-limiter',
  'agent-tools',
] as const;

export type FlagKey = (typeof FLAG_KEYS)[number];

export function isFlagKey(text: string): text is FlagKey {
  return (FLAG_KEYS as readonly string[]).includes(text);
}
