/** Log lines as JSON on standard output, through pino, without personal data: it is masked in fields, errors and sentences. */
import { type LogFn, type Logger, pino } from 'pino';
import type { Log } from '#lib/ports/log.ts';
import { maskDeep, maskPii } from '#lib/security/pii-mask.ts';

/** Addresses of our own network say where a failing part runs. */
const LOGGED = { ownNetwork: false };

/** `output` takes whole lines; standard output when absent. */
export function pinoLog(level: string, output?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: maskFields },
    serializers: { err: (error: unknown) => maskDeep(describeError(error), LOGGED) },
    hooks: { logMethod: maskSentence },
    redact: { paths: ['*.apiKey', '*.authorization', '*.token', '*.key'], censor: '[redacted]' },
  };
  return output ? pino(options, output) : pino(options);
}

/** Errors are left to their serializer. */
function maskFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? value : maskDeep(value, LOGGED),
    ]),
  );
}

function maskSentence(this: Logger, args: Parameters<LogFn>, write: LogFn): void {
  const masked = args.map((one) => (typeof one === 'string' ? maskPii(one, LOGGED).text : one));
  write.apply(this, masked as Parameters<LogFn>);
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
