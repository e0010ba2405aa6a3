/** The names of the rate limits; what each allows is the table in security/rate-limiting.ts. */

export const POLICY_NAMES = [
  'api-hour',
  'trial-start-hour',
  'trial-resume-hour',
  'trial-redeem-hour',
  'ask-minute',
  'ask-hour',
  'visitor-ask-minute',
  'visitor-address-minute',
  'widget-session-minute',
  'tools-minute',
  'visitor-tools-minute',
  'ingest-hour',
  'mcp-rag-query',
  'mcp-ingest-documents',
  'mcp-get-trial-status',
  'mcp-update-settings',
  'admin-login',
  'admin-login-account',
  'admin-minute',
] as const;

export type PolicyName = (typeof POLICY_NAMES)[number];

/** Units a window in place of the table's; 0 admits nothing. */
export type PolicyLimits = Readonly<Partial<Record<PolicyName, number>>>;

/** The store counts in 32 bits. */
export const POLICY_LIMIT_MAX = 1_000_000_000;
