/** Log lines as JSON on standard output, through pino. */
import { pino } from 'pino';
import type { Log } from '#lib/ports/log.ts';

export function pinoLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['*.apiKey', '*.authorization', '*.token', '*.key'], censor: '[redacted]' },
  });
}
