/** What Frontdesk promises, as data: each promise with the tests and benches that prove it, and how far they go. */

export interface Requirement {
  /** Of the promise; a proof cites it in its header as “PROMISES n”. */
  number: number;
  promise: string;
  figure: string;
  status: 'proven' | 'partly' | 'not yet';
  proofs: readonly string[];
  /** What no proof covers so far; empty when proven. */
  open: string;
}

const INTEGRATION = 'tests/integration/';

export const REQUIREMENTS: readonly Requirement[] = [
  {
    number: 1,
    promise:
      'No byte of one tenant reaches another: answer, citation, log, cache, prompt, job payload, export, error text.',
    figure:
      '0 canaries in 1,000,000 random operations over 200 tenants through a transaction pooler (100,000 in CI); every route × id field × credential; every policy mutant killed.',
    status: 'partly',
    proofs: [
      `${INTEGRATION}canary-campaign.test.ts`,
      `${INTEGRATION}mutants.production.test.ts`,
      `${INTEGRATION}security.test.ts`,
      `${INTEGRATION}mcp-isolation.test.ts`,
      `${INTEGRATION}tenancy.test.ts`,
      `${INTEGRATION}tenancy-campaign.test.ts`,
      `${INTEGRATION}tenancy-mutants.test.ts`,
      `${INTEGRATION}widget.test.ts`,
      'bench/isolation.ts',
    ],
    open: 'The run of 1,000,000 is a bench.',
  },
  {
    number: 2,
    promise: 'Isolation costs no answer quality.',
    figure:
      'recall@10 ≥ 0.99 against brute force in every tenant-size bucket; never fewer than min(k, n) rows; retrieval SQL p95 ≤ 25 ms up to 20,000 chunks a tenant.',
    status: 'partly',
    proofs: [`${INTEGRATION}retrieval-plan.production.test.ts`, 'bench/recall.ts', 'bench/scale.ts'],
    open: 'The latency figure holds on a quiet machine only; the bench says what it saw.',
  },
  {
    number: 3,
    promise: 'Only our tokens open the admin.',
    figure: 'Every attack token refused, never a 500; revocation effective on the next request.',
    status: 'proven',
    proofs: [
      'tests/admin-auth.test.ts',
      'tests/admin-session.test.ts',
      `${INTEGRATION}admin-access.test.ts`,
      `${INTEGRATION}admin.test.ts`,
    ],
    open: '',
  },
  {
    number: 4,
    promise: 'Passwords cannot be guessed or users enumerated.',
    figure: '≤ 10 failures in 15 minutes, exact under 500 parallel; known/unknown-user timing AUC ≤ 0.55.',
    status: 'proven',
    proofs: [
      'tests/admin-password.test.ts',
      `${INTEGRATION}admin-login.test.ts`,
      `${INTEGRATION}admin.test.ts`,
      'bench/admin-login.ts',
    ],
    open: '',
  },
  {
    number: 5,
    promise: 'The crawler never touches a private address.',
    figure: 'Every refused form refused, 0 packets at the sink; public controls allowed.',
    status: 'partly',
    proofs: ['tests/ssrf-guard.test.ts'],
    open: 'The guard is proven on the requests of tools and webhooks; there is no crawler yet.',
  },
  {
    number: 6,
    promise: 'No file takes the service down.',
    figure:
      'Every bomb or malformed file ends explained in ≤ 35 s, parser child ≤ 768 MB, event-loop p99 ≤ 100 ms; ordinary files still ingest.',
    status: 'proven',
    proofs: [
      'tests/parse-hostile.test.ts',
      'tests/regexes.test.ts',
      'tests/parse-isolation.test.ts',
      `${INTEGRATION}bad-input.test.ts`,
    ],
    open: '',
  },
  {
    number: 7,
    promise: 'Nothing the model or a document says runs in the customer’s page.',
    figure: '0 executions, 0 unrequested network calls.',
    status: 'proven',
    proofs: ['tests/e2e/widget.spec.ts', 'tests/widget-parts.test.ts'],
    open: '',
  },
  {
    number: 8,
    promise: 'A hijacked model can neither exfiltrate nor act.',
    figure: '0 foreign data, secrets, unlisted links or state changes.',
    status: 'partly',
    proofs: ['tests/generate-answer.test.ts', 'tests/trial/tool-assignment.test.ts'],
    open: 'Invented citations, the frame of passages and tools are tested; links in answers are not.',
  },
  {
    number: 9,
    promise: 'PII with a checksum or fixed shape never reaches model, log or trace.',
    figure:
      'card/IBAN/e-mail/SSN/IP recall ≥ 0.99, precision ≥ 0.98; phone ≥ 0.90/0.90; names reported, not promised.',
    status: 'partly',
    proofs: [
      'tests/pii.test.ts',
      'tests/pii-mask.test.ts',
      'tests/regexes.test.ts',
      `${INTEGRATION}pii.test.ts`,
    ],
    open: 'Traces have the masks and no exporter yet; names of people are neither found nor masked.',
  },
  {
    number: 10,
    promise: 'An accepted upload is never lost and never doubled.',
    figure:
      'Chunk set byte-equal after every crash point, 200 random kills, pauses, Redis FLUSHALL, Postgres restarts; terminal ≤ 90 s after the last fault.',
    status: 'partly',
    proofs: [
      `${INTEGRATION}crash.embedded.test.ts`,
      `${INTEGRATION}crash-points.test.ts`,
      `${INTEGRATION}queue-system.production.test.ts`,
      `${INTEGRATION}rag-pipeline.test.ts`,
      'bench/recovery.ts',
      `${INTEGRATION}assessment.test.ts`,
    ],
    open: 'The tests kill twelve times at random; the 200 are a bench.',
  },
  {
    number: 11,
    promise: 'The assistant answers or says why.',
    figure: 'Every request gets a defined result ≤ 15 s; 0 hangs; model down → extractive answer ≤ 300 ms.',
    status: 'proven',
    proofs: [
      `${INTEGRATION}llm.test.ts`,
      'tests/openai-models.test.ts',
      'tests/generate-answer.test.ts',
      'tests/trial/workflow-langchain.test.ts',
    ],
    open: '',
  },
  {
    number: 12,
    promise: 'Deploys drop nothing.',
    figure: '0 failed requests in a rolling restart; SIGTERM → exit 0 ≤ 30 s; no migration lock > 2 s.',
    status: 'proven',
    proofs: [
      'tests/http-shutdown.test.ts',
      `${INTEGRATION}crash.embedded.test.ts`,
      `${INTEGRATION}rolling-restart.production.test.ts`,
    ],
    open: '',
  },
  {
    number: 13,
    promise: 'Quotas are exact and trial data really goes.',
    figure: 'Exactly L admitted of 4L parallel; denied ≤ 1 s after expiry; 0 residue ≤ 15 min after purge.',
    status: 'proven',
    proofs: [
      `${INTEGRATION}quotas.test.ts`,
      `${INTEGRATION}trial-workflow.test.ts`,
      `${INTEGRATION}upgrade-purge.production.test.ts`,
      `${INTEGRATION}erasure.test.ts`,
      `${INTEGRATION}canary-campaign.test.ts`,
      `${INTEGRATION}mutants.production.test.ts`,
    ],
    open: '',
  },
  {
    number: 14,
    promise: 'We can restore.',
    figure: 'Restore of 1 GB ≤ 15 min, and the isolation suite passes on the restored database.',
    status: 'not yet',
    proofs: [],
    open: 'No restore is rehearsed yet.',
  },
  {
    number: 15,
    promise: 'What ships is what was reviewed.',
    figure: 'Exact lockfile, only allow-listed install scripts, SBOM, 0 secrets in tree or bundle.',
    status: 'partly',
    proofs: ['tests/architecture.test.ts'],
    open: 'SBOM and the search for secrets.',
  },
];
