/** Runs a command to its end with nothing on its standard input, and shows what it said only when it failed. */
import { spawn } from 'node:child_process';

const SHOWN_CHARS = 4000;

/** True when it ended with 0. */
export function runCommand(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.cwd ? { cwd: options.cwd } : {}),
      env: { ...process.env, ...options.env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => {
        output = (output + text).slice(-SHOWN_CHARS);
      });
    }
    const end = (ok: boolean) => {
      // Standard output is for the URLs alone.
      if (!ok) console.error(`${command} ${args.join(' ')} failed:\n${output}`);
      resolve(ok);
    };
    child.on('error', () => end(false));
    child.on('close', (code) => end(code === 0));
  });
}
