/** Sends one mail of the outbox: claimed, handed over, marked; a mail is handed over again only when it may be lost. */
import { randomUUID } from 'node:crypto';
import type { JobData } from '#lib/contracts/jobs.ts';
import { MAIL_RETRY_SECONDS } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Mailer } from '#lib/ports/mailer.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { claimMail, endMailClaim } from './mail-store.ts';

type Ports = { database: Database; jobs: JobQueue; mailer: Mailer; log: Log; telemetry: Telemetry };

/**
 * Does nothing when the mail is taken, sent or gone. SMTP cannot say whether a message was taken when the connection
 * breaks at its very end: then it is sent again, under the same Message-ID.
 */
export async function sendMail(ports: Ports, job: JobData<'send-mail'>): Promise<void> {
  const claim = { tenantId: job.tenant_id, mailId: job.mail_id, leaseToken: randomUUID() };
  const mail = await ports.database.asTenant(claim.tenantId, (tx) => claimMail(tx, claim));
  if (!mail) return;
  const delivery = await ports.mailer.send({
    messageId: `<${claim.mailId}@frontdesk>`,
    to: mail.recipient,
    subject: mail.subject,
    text: mail.body,
  });
  const { outcome } = delivery;
  const delaySeconds = outcome === 'deferred' ? MAIL_RETRY_SECONDS[mail.attempts - 1] : undefined;
  const failed = outcome === 'refused' || outcome === 'deferred';
  const status = !failed ? outcome : delaySeconds === undefined ? 'failed' : 'queued';
  await ports.database.asTenant(claim.tenantId, async (tx) => {
    if (!(await endMailClaim(tx, claim, { status, error: failed ? delivery.reason : null }))) return;
    if (delaySeconds !== undefined) await ports.jobs.enqueue(tx, 'send-mail', job, { delaySeconds });
  });
  if (status !== 'queued')
    ports.telemetry.count('frontdesk_mails_total', { outcome: status === 'failed' ? 'failed' : 'sent' });
  if (!failed) return;
  const fields = { mail_id: claim.mailId, tenant_id: claim.tenantId, reason: delivery.reason };
  if (status === 'failed') ports.log.error(fields, 'an e-mail could not be sent');
  else ports.log.warn(fields, 'an e-mail could not be sent yet');
}
