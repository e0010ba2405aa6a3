/** Puts an e-mail into the outbox with its job, in the caller's transaction: it is sent if and only if that commits. */
import { newId } from '#lib/core/ids.ts';
import { MAIL_SUBJECT_MAX_CHARS } from '#lib/core/limits.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { insertMail } from './mail-store.ts';

export interface OutgoingMail {
  tenantId: string;
  to: string;
  subject: string;
  text: string;
  /** What it is about: a second mail of the tenant under the same key is not sent. */
  dedupeKey: string;
}

/** False when there was one under that key. After the commit, `jobs.wake('send-mail')` spares it the next poll. */
export async function queueMail(
  ports: { jobs: JobQueue },
  tx: TenantTransaction | PlatformTransaction,
  mail: OutgoingMail,
): Promise<boolean> {
  const mailId = newId();
  const subject = mail.subject.replaceAll(/\s+/g, ' ').trim().slice(0, MAIL_SUBJECT_MAX_CHARS);
  if (!(await insertMail(tx, { ...mail, mailId, subject }))) return false;
  await ports.jobs.enqueue(tx, 'send-mail', { tenant_id: mail.tenantId, mail_id: mailId });
  return true;
}
