/** Writes the OpenAPI 3.1 document of the API from the same contracts the routes are made of. */
import { z } from 'zod';
import { adminUser, auditEntry, loginResult, setupLink } from '#lib/contracts/admin.ts';
import { askBatchResult, askOneResult, citation } from '#lib/contracts/ask.ts';
import { branding } from '#lib/contracts/branding.ts';
import { problem } from '#lib/contracts/common.ts';
import { acceptedSources, chunk, ingestionEvent, source } from '#lib/contracts/kb.ts';
import { apiKey } from '#lib/contracts/keys.ts';
import type { ResponseContract, RouteContract } from '#lib/contracts/route-contract.ts';
import { readiness } from '#lib/contracts/system.ts';
import { startTrialResult, trialState } from '#lib/contracts/trial.ts';
import type { ErrorCode } from '#lib/core/errors.ts';
import { ADMIN_POLICIES, DEFAULT_POLICIES } from '#lib/security/rate-limiting.ts';
import { HTTP_STATUS, statusOf } from './problem.ts';

type Json = Record<string, unknown>;

/** Schemas worth a name of their own in generated clients. */
const NAMED: Record<string, z.ZodType> = {
  Problem: problem,
  Source: source,
  AcceptedSources: acceptedSources,
  Chunk: chunk,
  Citation: citation,
  IngestionEvent: ingestionEvent,
  AskResult: askOneResult,
  AskBatchResult: askBatchResult,
  ApiKey: apiKey,
  Branding: branding,
  TrialState: trialState,
  StartTrialResult: startTrialResult,
  Readiness: readiness,
  AdminLogin: loginResult,
  AdminUser: adminUser,
  SetupLink: setupLink,
  AuditEntry: auditEntry,
};

const named = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(NAMED)) named.add(schema, { id });

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** Drops what helps no reader: safe-integer bounds, the long UUID pattern, and closed answers (fields may be added). */
export function plain(json: Json, io: 'input' | 'output'): void {
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  if (json.format === 'uuid' || json.format === 'date-time') delete json.pattern;
  if (io === 'output' && json.additionalProperties === false) delete json.additionalProperties;
}

/** JSON Schema 2020-12, the dialect of OpenAPI 3.1, with named schemas as references. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const name = named.get(schema)?.id;
  if (name !== undefined) return reference(name);
  const json = z.toJSONSchema(schema, {
    io,
    metadata: named,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => plain(jsonSchema as Json, io),
  });
  const { $schema: _dialect, $defs: _definitions, ...own } = json as Json;
  return JSON.parse(JSON.stringify(own).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}

/** The named schemas themselves. */
function namedSchemas(): Record<string, Json> {
  const { schemas } = z.toJSONSchema(named, {
    io: 'output',
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => plain(jsonSchema as Json, 'output'),
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...own }]) => [id, own as Json]),
  );
}

/** A parameter for every member of a params or query object. */
function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const json = schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, member]) => {
    const { description, ...rest } = member;
    return {
      name,
      in: place,
      required: place === 'path' || (json.required ?? []).includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

const header = (name: string, description: string): Json => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

function requestBody(contract: RouteContract): Json | undefined {
  if (contract.multipart) {
    const file = { type: 'string', contentMediaType: 'application/octet-stream' };
    const files = { type: 'array', minItems: 1, items: file };
    const schema = { type: 'object', required: ['files'], properties: { files } };
    return { required: true, content: { 'multipart/form-data': { schema } } };
  }
  if (contract.body === undefined) return undefined;
  return { required: true, content: { 'application/json': { schema: schemaOf(contract.body, 'input') } } };
}

function success({ description, schema, contentType }: ResponseContract): Json {
  const type = contentType ?? (schema === undefined ? undefined : 'application/json');
  if (type === undefined) return { description };
  return {
    description,
    content: { [type]: { schema: schema ? schemaOf(schema, 'output') : { type: 'string' } } },
  };
}

const limitsOf = ({ auth, limits = auth === 'admin' ? ADMIN_POLICIES : DEFAULT_POLICIES }: RouteContract) =>
  limits;

/** The header fields of answers, for a limited route. */
function answerHeaders(contract: RouteContract, status: number): Json {
  const names = [
    ...(limitsOf(contract).length > 0 ? ['RateLimit-Policy', 'RateLimit'] : []),
    ...(status === 429 ? ['Retry-After'] : []),
  ];
  if (names.length === 0) return {};
  const headers = names.map((name) => [name, { $ref: `#/components/headers/${name}` }]);
  return { headers: Object.fromEntries(headers) };
}

const text = { type: 'string' };
const RATE_LIMIT_HEADERS: Json = {
  'RateLimit-Policy': {
    description:
      'The limits of this route, e.g. `"ask-minute";q=20;w=60`: 20 units in any 60 seconds (draft-ietf-httpapi-ratelimit-headers)',
    schema: text,
  },
  RateLimit: {
    description:
      'What is left, e.g. `"ask-minute";r=19;t=60`: 19 units, and seconds until more come back; on 429 only the limits that refuse',
    schema: text,
  },
  'Retry-After': { description: 'Seconds after which the same request passes', schema: text },
};

/** Every code a route can answer: its own, and those that come with what it takes in. */
export function errorCodes(contract: RouteContract): ErrorCode[] {
  const codes = new Set<ErrorCode>(contract.errors);
  if (contract.auth !== 'anonymous') codes.add('unauthenticated').add('forbidden');
  if (takesVisitors(contract)) codes.add('origin_not_allowed');
  if (contract.params) codes.add('not_found');
  if (contract.query || contract.body || contract.multipart) codes.add('invalid_request');
  if (contract.body) codes.add('invalid_json');
  if (contract.body || contract.multipart) codes.add('body_too_large').add('unsupported_media_type');
  if (contract.multipart) codes.add('database_busy');
  if (contract.idempotent) codes.add('idempotency_key_reused');
  if (limitsOf(contract).length > 0) codes.add('rate_limited');
  return [...codes.add('internal')];
}

/** Problem responses by status, each naming its codes. */
function problems(contract: RouteContract): Record<string, Json> {
  const byStatus = Map.groupBy(errorCodes(contract), (code) => statusOf(code, contract.path));
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const description = codes.map((code) => `\`${code}\`: ${HTTP_STATUS[code].title}.`).join(' ');
      return [
        status,
        {
          description,
          ...answerHeaders(contract, Number(status)),
          content: { 'application/problem+json': { schema: reference('Problem') } },
        },
      ];
    }),
  );
}

const takesVisitors = ({ auth }: RouteContract) => auth === 'visitor' || auth === 'tenant_or_visitor';
const takesTenants = ({ auth }: RouteContract) => auth === 'tenant' || auth === 'tenant_or_visitor';

/** Any one of the credentials named. */
function security(contract: RouteContract): Json[] {
  return [
    ...(takesTenants(contract) ? [{ bearer: [] }] : []),
    ...(takesVisitors(contract) ? [{ visitor: [] }] : []),
    ...(contract.auth === 'admin' ? [{ admin: [] }, { adminCookie: [] }] : []),
  ];
}

function operation(contract: RouteContract): Json {
  const headers = [
    ...(contract.idempotent
      ? [header('Idempotency-Key', 'The same key with the same request is answered once, for 24 hours')]
      : []),
    ...(contract.responses[200]?.contentType === 'text/event-stream'
      ? [header('Last-Event-ID', 'The id of the last event seen')]
      : []),
  ];
  const body = requestBody(contract);
  return {
    operationId: contract.operationId,
    summary: contract.summary,
    ...(limitsOf(contract).length > 0 ? { 'x-rate-limits': limitsOf(contract) } : {}),
    security: security(contract),
    ...(contract.scope ? { 'x-scope': contract.scope } : {}),
    ...(contract.role ? { 'x-role': contract.role } : {}),
    parameters: [...parameters(contract.params, 'path'), ...parameters(contract.query, 'query'), ...headers],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      ...problems(contract),
      ...Object.fromEntries(
        Object.entries(contract.responses).map(([status, response]) => [
          status,
          { ...success(response), ...answerHeaders(contract, Number(status)) },
        ]),
      ),
    },
  };
}

/** The version of the contract, not of the product: a breaking change of a route raises its first number. */
const CONTRACT_VERSION = '1.0.0';

/** The whole document. */
export function openApiDocument(routes: readonly RouteContract[]): Json {
  const paths: Record<string, Json> = {};
  for (const contract of routes) {
    paths[contract.path] = { ...paths[contract.path], [contract.method.toLowerCase()]: operation(contract) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Frontdesk',
      version: CONTRACT_VERSION,
      description: 'Answers a business’s visitors from the business’s own documents, with citations.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A trial token or an API key (`fd_…`)' },
        admin: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'From `/api/admin/login`',
        },
        adminCookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'frontdesk_admin',
          description:
            'A browser’s session (`__Host-frontdesk_admin` over https); changes need the header `X-Requested-By: frontdesk-console`',
        },
        visitor: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token of a widget session, sent from the Origin that it was opened for',
        },
      },
      headers: RATE_LIMIT_HEADERS,
      schemas: namedSchemas(),
    },
  };
}
