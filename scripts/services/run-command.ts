/** Runs a command to its end with nothing on its standard input; its output goes to our standard error. */
import { spawn } from 'node:child_process';

/** True when it ended with 0. */
export function runCommand(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      // Standard output is for the URLs alone.
      stdio: ['ignore', 2, 2],
      ...(options.cwd ? { cwd: options.cwd } : {}),
      env: { ...process.env, ...options.env },
    });
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}
