/** Calls that come while others are under way wait and then go together, so that under load many cost what one costs. */
import { type ErrorCode, isAppError } from './errors.ts';

interface Waiting<I, O> {
  item: I;
  resolve(result: O): void;
  reject(error: unknown): void;
}

const NO_DATABASE: ReadonlySet<ErrorCode> = new Set(['database_busy', 'database_unavailable']);

/**
 * `work` gets what waits for one owner and key, in the order of the calls and at most `most` of it, and gives one result
 * each; it never runs twice at once for the same key, and never for a call that has not come yet, so it sees everything
 * that was done before any of its calls. When it fails without explanation, one item may be the reason: then each is
 * tried by itself. When it waited for the database in vain, so did all that came meanwhile: nobody waits twice.
 */
export function groupCalls<I, O>(
  most: number,
  work: (items: readonly I[]) => Promise<readonly O[]>,
): (owner: object, key: string, item: I) => Promise<O> {
  const owners = new WeakMap<object, Map<string, Waiting<I, O>[]>>();

  async function settle(group: readonly Waiting<I, O>[], behind: Waiting<I, O>[]): Promise<void> {
    try {
      const results = await work(group.map(({ item }) => item));
      group.forEach((one, index) => void one.resolve(results[index]!));
    } catch (error) {
      if (group.length > 1 && !isAppError(error)) {
        for (const one of group) await settle([one], behind);
        return;
      }
      for (const one of group) one.reject(error);
      if (isAppError(error) && NO_DATABASE.has(error.code))
        for (const one of behind.splice(0)) one.reject(error);
    }
  }

  async function run(queues: Map<string, Waiting<I, O>[]>, key: string): Promise<void> {
    const queue = queues.get(key)!;
    while (queue.length > 0) await settle(queue.splice(0, most), queue);
    queues.delete(key);
  }

  return (owner, key, item) =>
    new Promise((resolve, reject) => {
      const queues = owners.get(owner) ?? new Map<string, Waiting<I, O>[]>();
      owners.set(owner, queues);
      const queue = queues.get(key);
      if (queue) return void queue.push({ item, resolve, reject });
      queues.set(key, [{ item, resolve, reject }]);
      void run(queues, key);
    });
}
