/** E-mail where no server is configured: a line in the log. */
import type { Log } from '#lib/ports/log.ts';
import type { Mailer } from '#lib/ports/mailer.ts';
import { Unmasked } from '#lib/security/pii-mask.ts';

/** With `contents` the log holds address, text and links: right for whoever runs it for themselves, wrong elsewhere. */
export function logMailer(log: Log, { contents }: { contents: boolean }): Mailer {
  return {
    async send({ messageId, to, subject, text }) {
      const fields = { message_id: messageId, to: new Unmasked(to), subject, text: new Unmasked(text) };
      if (contents) log.info(fields, 'e-mail (no SMTP_URL is set)');
      else log.warn({ message_id: messageId }, 'an e-mail was not sent: set SMTP_URL and MAIL_FROM');
      return { outcome: 'logged' };
    },
    close() {},
  };
}
