/** `npm run bench -- NAME`: runs one bench; each prints a table, then its figure against its bar, and exits 1 when short. */
const BENCHES: Record<string, () => Promise<{ line: string; pass: boolean }>> = {
  start: async () => (await import('./start.ts')).benchStart(),
  recovery: async () => (await import('./recovery.ts')).benchRecovery(),
  isolation: async () => (await import('./isolation.ts')).benchIsolation(),
  'rate-limiter': async () => (await import('./rate-limiter.ts')).benchRateLimiter(),
  'rate-limiter-faults': async () => (await import('./rate-limiter-faults.ts')).benchRateLimiterFaults(),
  'rate-limiter-http': async () => (await import('./rate-limiter-http.ts')).benchRateLimiterHttp(),
  pooling: async () => (await import('./pooling.ts')).benchPooling(),
  ingest: async () => (await import('./ingest.ts')).benchIngest(),
  batch: async () => (await import('./batch.ts')).benchBatch(),
  ask: async () => (await import('./ask.ts')).benchAsk(),
  recall: async () => (await import('./recall.ts')).benchRecall(),
  flags: async () => (await import('./flags.ts')).benchFlags(),
  traces: async () => (await import('./traces.ts')).benchTraces(),
  'admin-login': async () => (await import('./admin-login.ts')).benchAdminLogin(),
  scale: async () => (await import('./scale.ts')).benchScale(),
};

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (!bench) {
  console.error(`usage: npm run bench -- NAME, one of: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
const { line, pass } = await bench();
console.log(`${name}: ${line} ${pass ? 'pass' : 'short'}`);
process.exit(pass ? 0 : 1);
