/** Removes a curated answer: its question is answered from the documents again. */
import { notFound } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { deleteAnswer } from './answer-store.ts';
import { type Curator, writeAnswers } from './curator.ts';

/** Errors: `not_found`, `trial_expired`. */
export async function removeAnswer(
  ports: { database: Database; clock: Clock },
  caller: Curator,
  answerId: string,
): Promise<void> {
  await writeAnswers(ports, caller, async (tx) => {
    if (!(await deleteAnswer(tx, answerId))) throw notFound();
    return { result: undefined, done: { action: 'answer.removed', answerId } };
  });
}
