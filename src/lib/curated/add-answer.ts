/** Takes in the answer that somebody has written for a question. */
import type { AddAnswerInput, CuratedAnswer } from '#lib/contracts/answers.ts';
import { AppError } from '#lib/core/errors.ts';
import { newId } from '#lib/core/ids.ts';
import { CURATED_ANSWERS_MAX_PER_TENANT } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Embedder } from '#lib/ports/models.ts';
import { countAnswers, insertAnswer, selectAnswerByHash } from './answer-store.ts';
import { type Curator, indexQuestion, viewOf, writeAnswers } from './curator.ts';

/**
 * The same question with the same answer again changes nothing. Errors: `not_found`, `trial_expired`, `quota_exceeded`,
 * `conflict` when the question has another answer, `invalid_request` and `model_unavailable` of indexQuestion.
 */
export async function addAnswer(
  ports: { database: Database; embedder: Embedder; clock: Clock },
  caller: Curator,
  input: AddAnswerInput,
): Promise<CuratedAnswer> {
  const question = await indexQuestion(ports.embedder, input.question);
  const url = input.url ?? null;
  return writeAnswers(ports, caller, async (tx) => {
    const known = await selectAnswerByHash(tx, question.hash);
    if (known?.answer === input.answer && known.url === url) return { result: viewOf(known), done: null };
    if (known) throw answeredAlready();
    if ((await countAnswers(tx)) >= CURATED_ANSWERS_MAX_PER_TENANT) {
      throw new AppError(
        'quota_exceeded',
        `A trial has at most ${CURATED_ANSWERS_MAX_PER_TENANT} curated answers. Remove one first.`,
      );
    }
    const { tenantId, kind } = caller;
    const row = { tenantId, answer_id: newId(), answer: input.answer, url, added_by: kind };
    const result = viewOf(await insertAnswer(tx, row, question));
    return { result, done: { action: 'answer.added', answerId: result.answer_id } };
  });
}

export function answeredAlready(): AppError {
  return new AppError('conflict', 'This question has a curated answer already. Change that one.');
}
