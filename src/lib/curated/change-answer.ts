/** Changes a curated answer, its question or its link. */
import type { ChangeAnswerInput, CuratedAnswer } from '#lib/contracts/answers.ts';
import { notFound } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Embedder } from '#lib/ports/models.ts';
import { answeredAlready } from './add-answer.ts';
import { selectAnswer, selectAnswerByHash, updateAnswer } from './answer-store.ts';
import { type Curator, indexQuestion, viewOf, writeAnswers } from './curator.ts';

/**
 * What it is already changes nothing. Errors: `not_found`, `trial_expired`, `conflict` when another answer has the
 * question, `invalid_request` and `model_unavailable` of indexQuestion.
 */
export async function changeAnswer(
  ports: { database: Database; embedder: Embedder; clock: Clock },
  caller: Curator,
  answerId: string,
  input: ChangeAnswerInput,
): Promise<CuratedAnswer> {
  const question = input.question === undefined ? null : await indexQuestion(ports.embedder, input.question);
  return writeAnswers(ports, caller, async (tx) => {
    const before = await selectAnswer(tx, answerId);
    if (!before) throw notFound();
    const after = {
      answer: input.answer ?? before.answer,
      url: input.url === undefined ? before.url : input.url,
    };
    const moved = question !== null && question.question !== before.question;
    if (!moved && after.answer === before.answer && after.url === before.url) {
      return { result: viewOf(before), done: null };
    }
    const other = moved ? await selectAnswerByHash(tx, question.hash) : undefined;
    if (other && other.answer_id !== answerId) throw answeredAlready();
    const result = viewOf(await updateAnswer(tx, answerId, after, moved ? question : null));
    return { result, done: { action: 'answer.changed', answerId } };
  });
}
