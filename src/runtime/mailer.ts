/** Opens the way e-mail leaves: the configured server, or the log. */
import type { Config } from '#env.ts';
import { logMailer } from '#lib/mail/log-mailer.ts';
import { smtpMailer } from '#lib/mail/smtp-mailer.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Mailer } from '#lib/ports/mailer.ts';

export function openMailer({ smtp, mode }: Pick<Config, 'smtp' | 'mode'>, log: Log): Mailer {
  return smtp ? smtpMailer(smtp) : logMailer(log, { contents: mode === 'embedded' });
}
