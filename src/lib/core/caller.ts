/** Who asks: the union every verb takes instead of looking at headers. */
import type { PolicyLimits } from './rate-limit-policies.ts';

export const SCOPES = ['ask', 'kb:read', 'kb:write', 'trial:read', 'trial:write'] as const;
export type Scope = (typeof SCOPES)[number];

export interface AnonymousCaller {
  kind: 'anonymous';
  requestId: string;
}

/** A business, by its trial token (all scopes) or one of its API keys. */
export interface TenantCaller {
  kind: 'tenant';
  requestId: string;
  tenantId: string;
  credential: 'trial_token' | 'api_key';
  scopes: readonly Scope[];
  /** Rate limits an operator has set for this tenant. */
  rateLimits?: PolicyLimits;
}

/** Each may do what those before it may. */
export const ADMIN_ROLES = ['viewer', 'operator', 'owner'] as const;
export type AdminRole = (typeof ADMIN_ROLES)[number];

/** Someone who runs the platform; the role is what the account has now, whatever it had when the token was made. */
export interface AdminCaller {
  kind: 'admin';
  requestId: string;
  adminId: string;
  email: string;
  role: AdminRole;
  sessionId: string;
  /** The network the request comes from, for the audit log. */
  address: string;
}

/** Somebody on a page of the business, by a widget session that belongs to that page's origin. */
export interface VisitorCaller {
  kind: 'visitor';
  requestId: string;
  tenantId: string;
  sessionId: string;
  visitorId: string;
  origin: string;
  /** As a tenant's: what an operator has set holds for its visitors too. */
  rateLimits?: PolicyLimits;
}

export type Caller = AnonymousCaller | TenantCaller | VisitorCaller | AdminCaller;
/** Whoever may ask. */
export type AskCaller = TenantCaller | VisitorCaller;
