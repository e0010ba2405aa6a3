/** Log lines as JSON on standard output, through pino. */
import { pino } from 'pino';
import type { Log } from '#lib/ports/log.ts';

/** `output` takes whole lines; standard output when absent. */
export function pinoLog(level: string, output?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    redact: { paths: ['*.apiKey', '*.authorization', '*.token', '*.key'], censor: '[redacted]' },
  };
  return output ? pino(options, output) : pino(options);
}

const CAUSES_MAX = 5;

/** Postgres tells whole rows in `detail` and `where` of an error; a driver may add statement and parameters. */
function describeError(error: unknown): unknown {
  const chain: object[] = [];
  for (let at = error; at !== undefined && at !== null && chain.length < CAUSES_MAX; ) {
    if (!(at instanceof Error)) {
      chain.push({ message: String(at) });
      break;
    }
    const { code } = at as { code?: unknown };
    chain.push({
      type: at.name,
      message: at.message,
      stack: at.stack,
      ...(code ? { code: String(code) } : {}),
    });
    at = at.cause;
  }
  const [first, ...causes] = chain;
  return causes.length > 0 ? { ...first, causes } : first;
}
