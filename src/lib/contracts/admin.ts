/** Administrators: how they log in, who they are, and what was done by whom. */
import { z } from 'zod';
import { ADMIN_ROLES } from '#lib/core/caller.ts';
import { ADMIN_PASSWORD_MAX_CHARS, ADMIN_PASSWORD_MIN_CHARS } from '#lib/core/limits.ts';
import { pageQuery, timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

const email = z
  .email()
  .max(254)
  .transform((text) => text.toLowerCase());
/** Not a route of its own, so not in the document: what the other paths under `/api/admin` are answered by. */
export const anyAdminPath = defineRoute({
  operationId: 'anyAdminPath',
  method: 'GET',
  path: '/api/admin/{path}',
  summary: 'Nothing.',
  auth: 'admin',
  role: 'viewer',
  responses: {},
  errors: ['not_found'],
});

/** Whatever someone types; its rules are for new passwords alone. */
const typedPassword = z.string().min(1).max(ADMIN_PASSWORD_MAX_CHARS);
const newPassword = z
  .string()
  .max(ADMIN_PASSWORD_MAX_CHARS)
  .describe(
    `${ADMIN_PASSWORD_MIN_CHARS} characters at least; common words, sequences and the account’s own address do not count`,
  );

const role = z.enum(ADMIN_ROLES);

export const adminIdentity = z.object({ admin_id: uuid, email: z.string(), role });
export type AdminIdentity = z.infer<typeof adminIdentity>;

export const loginBody = z.strictObject({ email, password: typedPassword });
export type LoginInput = z.infer<typeof loginBody>;

export const loginResult = z.object({
  token: z.string().describe('For `Authorization: Bearer …`'),
  expires_at: timestamp,
  admin: adminIdentity,
});
export type LoginResult = z.infer<typeof loginResult>;

export const adminLoginRoute = defineRoute({
  operationId: 'adminLogin',
  method: 'POST',
  path: '/api/admin/login',
  summary:
    'Log in as an administrator. With the header `X-Requested-By: frontdesk-console` the session is a browser’s: it comes as an httpOnly cookie too and is renewed.',
  auth: 'anonymous',
  body: loginBody,
  responses: { 200: { description: 'Logged in.', schema: loginResult } },
  errors: ['unauthenticated', 'forbidden', 'rate_limited', 'database_busy'],
});

export const setupBody = z.strictObject({
  secret: z.string().min(1).max(100).describe('What stands behind the # of the link'),
  email: email.optional().describe('Of the first owner; an invitation knows its own'),
  password: newPassword,
});
export type SetupInput = z.infer<typeof setupBody>;

export const adminSetupRoute = defineRoute({
  operationId: 'adminSetup',
  method: 'POST',
  path: '/api/admin/setup',
  summary: 'Use a one-time link: make the first owner, or set the password of an invited account. Logs in.',
  auth: 'anonymous',
  body: setupBody,
  responses: { 200: { description: 'Done, and logged in.', schema: loginResult } },
  errors: ['unauthenticated', 'forbidden', 'conflict', 'database_busy'],
});

const anyone = { auth: 'admin', role: 'viewer' } as const;
const owner = { auth: 'admin', role: 'owner' } as const;

export const adminLogoutRoute = defineRoute({
  operationId: 'adminLogout',
  method: 'POST',
  path: '/api/admin/logout',
  summary: 'End this session; the next request with it is refused.',
  ...anyone,
  responses: { 204: { description: 'Logged out.' } },
  errors: [],
});

export const adminMe = adminIdentity.extend({ session_expires_at: timestamp });
export type AdminMe = z.infer<typeof adminMe>;

export const adminMeRoute = defineRoute({
  operationId: 'adminMe',
  method: 'GET',
  path: '/api/admin/me',
  summary: 'Who is logged in. Gives a console’s cookie more time while its session lasts.',
  ...anyone,
  responses: { 200: { description: 'The account.', schema: adminMe } },
  errors: [],
});

export const changePasswordBody = z.strictObject({
  current_password: typedPassword,
  new_password: newPassword,
});
export type ChangePasswordInput = z.infer<typeof changePasswordBody>;

export const changePasswordRoute = defineRoute({
  operationId: 'changeAdminPassword',
  method: 'POST',
  path: '/api/admin/me/password',
  summary: 'Change one’s own password; every other session of the account ends.',
  ...anyone,
  body: changePasswordBody,
  responses: { 204: { description: 'Changed.' } },
  errors: ['unauthenticated', 'rate_limited', 'database_busy'],
});

export const adminUser = adminIdentity.extend({
  status: z.enum(['active', 'disabled', 'invited']),
  failed_logins: z.number().int().describe('Since the last success'),
  last_login_at: timestamp.nullable(),
  last_failed_login_at: timestamp.nullable().describe('Of those'),
  created_at: timestamp,
});
export type AdminUser = z.infer<typeof adminUser>;

export const listAdminsRoute = defineRoute({
  operationId: 'listAdmins',
  method: 'GET',
  path: '/api/admin/users',
  summary: 'The administrators, oldest first.',
  ...owner,
  query: pageQuery,
  responses: {
    200: {
      description: 'A page.',
      schema: z.object({ users: z.array(adminUser), next_cursor: z.string().nullable() }),
    },
  },
  errors: [],
});

export const setupLink = z.object({
  path: z.string().describe('`/admin/setup#…`, to be given to the person alone; shown once'),
  expires_at: timestamp,
});
export type SetupLink = z.infer<typeof setupLink>;

export const inviteBody = z.strictObject({ email, role });
export type InviteInput = z.infer<typeof inviteBody>;

export const inviteAdminRoute = defineRoute({
  operationId: 'inviteAdmin',
  method: 'POST',
  path: '/api/admin/users',
  summary: 'Add an administrator, who sets a password by a one-time link.',
  ...owner,
  body: inviteBody,
  responses: {
    201: {
      description: 'Added.',
      schema: z.object({ user: adminUser, setup_link: setupLink }),
    },
  },
  errors: ['conflict'],
});

const byId = z.object({ admin_id: uuid });

export const updateAdminBody = z
  .strictObject({ role: role.optional(), status: z.enum(['active', 'disabled']).optional() })
  .refine((body) => Object.keys(body).length > 0, 'Give a role or a status');
export type UpdateAdminInput = z.infer<typeof updateAdminBody>;

export const updateAdminRoute = defineRoute({
  operationId: 'updateAdmin',
  method: 'PATCH',
  path: '/api/admin/users/{admin_id}',
  summary:
    'Change a role, disable or enable an account; holds from its next request on. One owner always stays.',
  ...owner,
  params: byId,
  body: updateAdminBody,
  responses: { 200: { description: 'The account now.', schema: adminUser } },
  errors: ['not_found', 'conflict'],
});

export const resetPasswordRoute = defineRoute({
  operationId: 'resetAdminPassword',
  method: 'POST',
  path: '/api/admin/users/{admin_id}/password',
  summary: 'Make a one-time link to set a new password; the old one and every session end now.',
  ...owner,
  params: byId,
  responses: { 200: { description: 'The link.', schema: setupLink } },
  errors: ['not_found', 'conflict'],
});

export const auditEntry = z.object({
  audit_id: uuid,
  actor: z.enum(['admin', 'system', 'anonymous', 'guard']),
  admin_id: uuid.nullable(),
  email: z.string().nullable(),
  action: z.string(),
  subject: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  request_id: z.string().nullable(),
  address: z.string().nullable(),
  created_at: timestamp,
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditQuery = pageQuery.extend({
  admin_id: uuid.optional(),
  action: z
    .string()
    .max(64)
    .optional()
    .describe('Whole (`admin.login`) or a prefix that ends in a dot (`admin.`)'),
  subject: z.string().max(200).optional().describe('Such as `trial:<id>`'),
  from: timestamp.optional(),
  until: timestamp.optional(),
});
export type AuditQuery = z.infer<typeof auditQuery>;

export const listAuditRoute = defineRoute({
  operationId: 'listAudit',
  method: 'GET',
  path: '/api/admin/audit',
  summary: 'What was done by whom, newest first.',
  auth: 'admin',
  role: 'operator',
  query: auditQuery,
  responses: {
    200: {
      description: 'A page.',
      schema: z.object({ entries: z.array(auditEntry), next_cursor: z.string().nullable() }),
    },
  },
  errors: [],
});
