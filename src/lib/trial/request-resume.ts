/** Mails a link to whoever began a trial under an address; the answer never tells whether there is one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { RESUME_ANSWER_MS, RESUME_LINKS_PER_HOUR, RESUME_TRIALS_MAX } from '#lib/core/limits.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { newResumeLink } from './resume-link.ts';
import { selectTrialsToResume } from './resume-store.ts';
import { resumeMail } from './workflow-mails.ts';

const HOUR_MS = 3_600_000;

/** Takes the same time, whether mails were queued or not, unless the database takes longer than that. */
export async function requestResume(
  ports: { database: Database; jobs: JobQueue; clock: Clock; publicUrl: string },
  { email }: { email: string },
): Promise<void> {
  const answered = sleep(RESUME_ANSWER_MS);
  const since = new Date(ports.clock.now().getTime() - HOUR_MS);
  const asked = { email, since, linksMax: RESUME_LINKS_PER_HOUR, trialsMax: RESUME_TRIALS_MAX };
  await ports.database.asPlatform('resume-trial', async (tx) => {
    for (const tenant of await selectTrialsToResume(tx, asked)) {
      const tenantId = tenant.tenant_id;
      const link = await newResumeLink(ports, tx, { tenantId, requested: true });
      const written = resumeMail({ businessName: tenant.business_name, link });
      const dedupeKey = `resume:${ports.clock.now().toISOString()}`;
      await queueMail(ports, tx, { tenantId, to: tenant.email, dedupeKey, ...written });
    }
  });
  ports.jobs.wake('send-mail');
  await answered;
}
