/** The layer rule of DESIGN §5: arrows point down, vendors live in adapters, nothing goes in circles. */

const CORE = '^src/lib/(core|contracts)/';
const PORTS = '^src/lib/ports/';
const DOMAIN =
  '^src/lib/(rag|kb|chat|assessment|trial/(?!workflow-langchain)|auth/(?!jwt-|bcrypt-)|admin|tenants|widget|tools/(?!recommend-langchain)|mail/(?!smtp-|log-)|security/(?!memory-|redis-|undici-|pii)|flags/(?!openfeature-)|metrics|idempotency|ragPipeline)';
const ADAPTERS =
  '^src/lib/(cache|db|models|observability|supabase-client|mail/(smtp|log)-|security/(memory|redis|undici)-|trial/workflow-langchain|tools/recommend-langchain|auth/(jwt|bcrypt)-|flags/openfeature-)';
/** Pure functions of a text: adapters mask what leaves through them. */
const PII = '^src/lib/security/pii';
const EDGES = '^src/lib/(http|middleware|mcp)/';
const RUNTIME = '^src/(runtime/|env(-values)?\\.ts$)';
const PAGES = '^src/(ui|widget)/|^src/app/[^/]+\\.tsx$';
const ENTRY = '^src/(app|server|bin)/';

const VENDORS = {
  '@electric-sql|pg-boss': '^src/lib/(db/|supabase-client\\.ts$)',
  pg: '^src/lib/db/',
  'onnxruntime-node|@huggingface': '^src/lib/models/',
  '@langchain/(openai|core)|openai': '^src/lib/(models/|(trial/workflow|tools/recommend)-langchain\\.ts$)',
  undici: '^src/lib/(models/|security/undici-)',
  'libphonenumber-js': '^src/lib/security/pii-phones',
  standardwebhooks: '^src/lib/security/',
  'lru-cache': '^src/lib/(cache|security)/',
  pino: '^src/lib/observability/',
  '@langfuse|@opentelemetry': '^src/lib/observability/',
  'prom-client': '^src/lib/observability/prometheus-',
  '@openfeature': '^src/lib/flags/openfeature-',
  jsonwebtoken: '^src/lib/auth/jwt-',
  '@node-rs/bcrypt': '^src/lib/auth/bcrypt-',
  'ipaddr.js': '^src/lib/(http|security)/',
  nodemailer: '^src/lib/mail/smtp-',
  ioredis: '^src/lib/(security|cache)/redis-',
  kysely: '^src/lib/(db/|ports/|.*-store\\.ts$)',
  'hono|@hono': '^src/server/',
  next: '^src/(app/[^/]+\\.tsx$|server/pages\\.ts$)|^next\\.config',
  rolldown: '^src/server/',
  '@fastify/busboy': '^src/lib/http/',
  '@modelcontextprotocol': '^src/lib/mcp/',
};

const up = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to: { path: to } });

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    up('core-knows-nobody', CORE, `${PORTS}|${DOMAIN}|${ADAPTERS}|${EDGES}|${RUNTIME}|${ENTRY}|${PAGES}`),
    up(
      'pii-knows-nobody',
      PII,
      `${CORE}|${PORTS}|${DOMAIN}|${ADAPTERS}|${EDGES}|${RUNTIME}|${ENTRY}|${PAGES}`,
    ),
    up('ports-know-core', PORTS, `${DOMAIN}|${ADAPTERS}|${EDGES}|${RUNTIME}|${ENTRY}|${PAGES}`),
    up('domain-knows-ports', DOMAIN, `${ADAPTERS}|${EDGES}|${RUNTIME}|${ENTRY}|${PAGES}`),
    up('adapters-know-ports', ADAPTERS, `${DOMAIN}|${EDGES}|${RUNTIME}|${ENTRY}|${PAGES}`),
    up('edges-know-domain', EDGES, `${ADAPTERS}|${RUNTIME}|${ENTRY}|${PAGES}`),
    up('runtime-is-the-root', RUNTIME, `${ENTRY}|${PAGES}`),
    {
      name: 'only-runtime-imports-adapters',
      severity: 'error',
      from: { path: '^src/', pathNot: `${RUNTIME}|${ADAPTERS}` },
      to: { path: ADAPTERS },
    },
    {
      name: 'pages-are-clients',
      comment: 'Pages talk to /api like anybody; types and limits of the contract are all they share.',
      severity: 'error',
      from: { path: PAGES },
      to: { path: '^src/', pathNot: `${PAGES}|${CORE}|[.]css$` },
    },
    ...Object.entries(VENDORS).map(([vendor, home]) => ({
      name: `vendor-${vendor.replaceAll(/[^a-z]+/g, '-')}-at-home`,
      severity: 'error',
      from: { path: '^src/', pathNot: home },
      to: { path: `^node_modules/(${vendor})/` },
    })),
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
