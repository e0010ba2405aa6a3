/** Calls that come at once go together, lose nothing and wait for nobody else's failure. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/core/errors.ts';
import { groupCalls } from '#lib/core/group-calls.ts';

const owner = {};

function doubling(most = 64, fails: (items: readonly number[]) => unknown = () => null) {
  const groups: number[][] = [];
  let running = 0;
  let mostAtOnce = 0;
  const double = groupCalls<number, number>(most, async (items) => {
    groups.push([...items]);
    running += 1;
    mostAtOnce = Math.max(mostAtOnce, running);
    await sleep(5);
    running -= 1;
    const failure = fails(items);
    if (failure) throw failure;
    return items.map((item) => 2 * item);
  });
  return { groups, double, mostRunning: () => mostAtOnce };
}

describe('calls', () => {
  it('that come while one is under way go together, in order, each with its own result', async () => {
    const { groups, double, mostRunning } = doubling();
    const results = await Promise.all([1, 2, 3, 4].map((item) => double(owner, 'k', item)));
    expect(results).toEqual([2, 4, 6, 8]);
    expect(groups).toEqual([[1], [2, 3, 4]]);
    expect(mostRunning()).toBe(1);
    expect(await double(owner, 'k', 5)).toBe(10);
  });

  it('go at most so many together', async () => {
    const { groups, double } = doubling(2);
    await Promise.all([1, 2, 3, 4, 5].map((item) => double(owner, 'k', item)));
    expect(groups).toEqual([[1], [2, 3], [4, 5]]);
  });

  it('of other keys and owners do not wait', async () => {
    const { groups, double } = doubling();
    await Promise.all([double(owner, 'a', 1), double(owner, 'b', 2), double({}, 'a', 3)]);
    expect(groups).toEqual([[1], [2], [3]]);
  });

  it('of which one is the reason of a failure are tried one by one', async () => {
    const { groups, double } = doubling(64, (items) => items.includes(3) && new Error('three'));
    const results = await Promise.allSettled([1, 2, 3, 4].map((item) => double(owner, 'k', item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(groups).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
  });

  it('that fail with an explanation fail together', async () => {
    const { groups, double } = doubling(
      64,
      ({ length }) => length > 1 && new AppError('database_busy', 'Busy.'),
    );
    const results = await Promise.allSettled([1, 2, 3].map((item) => double(owner, 'k', item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(groups).toHaveLength(2);
    expect(await double(owner, 'k', 4)).toBe(8);
  });

  it('behind one that waited for the database in vain do not wait again', async () => {
    const { groups, double } = doubling(1, () => new AppError('database_busy', 'Busy.'));
    const results = await Promise.allSettled([1, 2, 3].map((item) => double(owner, 'k', item)));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(groups).toEqual([[1]]);
    await expect(double(owner, 'k', 4)).rejects.toThrow('Busy.');
    expect(groups).toEqual([[1], [4]]);
  });
});
