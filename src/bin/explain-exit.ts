/** Ends a command that failed: explained failures are a sentence or a list, only the others need a stack. */

export function explainExit(error: unknown): never {
  const { publicMessage, problems, message, stack } = error as Partial<Error> & {
    publicMessage?: string;
    problems?: string[];
  };
  process.stderr.write(`${publicMessage ?? (problems === undefined ? stack : message) ?? String(error)}\n`);
  process.exit(1);
}
