/** Rows of curated answers, and the version that cached answers are kept under. */
import { type Selectable, sql } from 'kysely';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';
import type { Tables } from '#lib/ports/schema.ts';
import { vectorLiteral } from '#lib/rag/chunk-store.ts';

const COLUMNS = ['answer_id', 'question', 'answer', 'url', 'added_by', 'created_at', 'updated_at'] as const;
export type AnswerRow = Pick<Selectable<Tables['curated_answers']>, (typeof COLUMNS)[number]>;

/** A question as it is found again. */
export interface IndexedQuestion {
  question: string;
  hash: Uint8Array;
  vector: Float32Array;
  model: string;
}

export type NewAnswer = Pick<AnswerRow, 'answer_id' | 'answer' | 'url' | 'added_by'> & { tenantId: string };

function columnsOf({ question, hash, vector, model }: IndexedQuestion) {
  return {
    question,
    question_hash: hash,
    embedding: sql<string>`${vectorLiteral(vector)}::vector`,
    embedding_model: model,
  };
}

export async function insertAnswer(
  tx: TenantTransaction,
  { tenantId, ...row }: NewAnswer,
  question: IndexedQuestion,
): Promise<AnswerRow> {
  return tx
    .insertInto('curated_answers')
    .values({ tenant_id: tenantId, ...row, ...columnsOf(question) })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
}

export async function updateAnswer(
  tx: TenantTransaction,
  answerId: string,
  values: Pick<AnswerRow, 'answer' | 'url'>,
  question: IndexedQuestion | null,
): Promise<AnswerRow> {
  return tx
    .updateTable('curated_answers')
    .set({ ...values, ...(question && columnsOf(question)), updated_at: new Date() })
    .where('answer_id', '=', answerId)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
}

export async function deleteAnswer(tx: TenantTransaction, answerId: string): Promise<boolean> {
  const gone = await tx.deleteFrom('curated_answers').where('answer_id', '=', answerId).executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

export async function selectAnswer(tx: TenantTransaction, answerId: string): Promise<AnswerRow | undefined> {
  return tx
    .selectFrom('curated_answers')
    .select(COLUMNS)
    .where('answer_id', '=', answerId)
    .executeTakeFirst();
}

export async function selectAnswerByHash(
  tx: TenantTransaction,
  hash: Uint8Array,
): Promise<AnswerRow | undefined> {
  return tx
    .selectFrom('curated_answers')
    .select(COLUMNS)
    .where('question_hash', '=', hash)
    .executeTakeFirst();
}

/** Newest first: ids begin with the time. */
export async function selectAnswers(
  tx: TenantTransaction,
  beforeId: string | null,
  limit: number,
): Promise<AnswerRow[]> {
  let query = tx.selectFrom('curated_answers').select(COLUMNS).orderBy('answer_id', 'desc').limit(limit);
  if (beforeId !== null) query = query.where('answer_id', '<', beforeId);
  return query.execute();
}

export async function countAnswers(tx: TenantTransaction): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from curated_answers`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}

/** From its commit on no answer that was cached before can be reached. */
export async function raiseAnswersVersion(tx: TenantTransaction): Promise<void> {
  await sql`update tenant_stats set answers_version = answers_version + 1`.execute(tx);
}

/** Of all tenants: answers whose question another model has indexed. */
export async function selectOtherModels(tx: PlatformTransaction, model: string, limit: number) {
  return tx
    .selectFrom('curated_answers')
    .select(['tenant_id', 'answer_id', 'question'])
    .where('embedding_model', '!=', model)
    .orderBy('tenant_id')
    .limit(limit)
    .execute();
}

/** One whose question was changed or that was removed meanwhile is left alone. */
export async function updateVectors(
  tx: PlatformTransaction,
  model: string,
  answers: readonly { tenant_id: string; answer_id: string; question: string; vector: Float32Array }[],
): Promise<void> {
  await sql`with again as (
      update curated_answers c set embedding = t.literal::vector, embedding_model = ${model}
      from unnest(${answers.map((one) => one.tenant_id)}::uuid[], ${answers.map((one) => one.answer_id)}::uuid[],
        ${answers.map((one) => one.question)}::text[], ${answers.map((one) => vectorLiteral(one.vector))}::text[])
        as t(tenant_id, answer_id, question, literal)
      where c.tenant_id = t.tenant_id and c.answer_id = t.answer_id and c.question = t.question
      returning c.tenant_id)
    update tenant_stats set answers_version = answers_version + 1
    where tenant_id in (select tenant_id from again)`.execute(tx);
}
