/** Lets one process at a time build the pages of a checkout; a lock whose process is gone is taken over. */
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 300;
/** A build takes a minute on a slow machine; a process id that lives longer is somebody else's by now. */
const HELD_MAX_MS = 600_000;

async function holderLives(file: string): Promise<boolean> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Runs work holding the lock file; waits for whoever holds it. Rejects when `signal` aborts meanwhile. */
export async function underBuildLock(
  file: string,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const giveUpAt = performance.now() + HELD_MAX_MS;
  for (;;) {
    const handle = await open(file, 'wx').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return null;
      throw error;
    });
    if (handle !== null) {
      await handle.writeFile(String(process.pid));
      await handle.close();
      break;
    }
    await sleep(POLL_MS, undefined, { signal });
    if (!(await holderLives(file)) || performance.now() > giveUpAt) await rm(file, { force: true });
  }
  try {
    await work();
  } finally {
    await rm(file, { force: true });
  }
}
