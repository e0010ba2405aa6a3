/** Structured log lines: fields first, then a sentence. Never query text, tokens or e-mail addresses. */

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
