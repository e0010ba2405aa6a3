/** E-mail over SMTP, through nodemailer: a connection a message, bounded in time, never reading files or addresses. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { MAIL_CONNECT_MS, MAIL_SEND_MAX_MS, MAIL_SOCKET_MS } from '#lib/core/limits.ts';
import type { Delivery, Mailer } from '#lib/ports/mailer.ts';

export interface SmtpSettings {
  /** `smtp://user:password@host:587` (STARTTLS when offered; `?requireTLS=true` insists) or `smtps://…`. */
  url: string;
  /** `Name <address>`. */
  from: string;
}

/** RFC 5321 §4.2.1: replies of 5xx are final, all others may pass. */
const FINAL_REPLY = 500;
/** Failures of our own making, which no second attempt changes. */
const FINAL_CODES = new Set(['EENVELOPE', 'EMESSAGE', 'ECONFIG']);

export function smtpMailer({ url, from }: SmtpSettings): Mailer {
  const transport = createTransport(
    {
      url,
      connectionTimeout: MAIL_CONNECT_MS,
      greetingTimeout: MAIL_CONNECT_MS,
      socketTimeout: MAIL_SOCKET_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  return {
    async send({ messageId, to, subject, text }) {
      const over = new AbortController();
      const late = sleep(MAIL_SEND_MAX_MS, undefined, { signal: over.signal, ref: false }).then(
        (): Delivery => ({ outcome: 'deferred', reason: 'timeout' }),
      );
      // As an object, an address is one recipient whatever is in it.
      const mail = { messageId, to: { name: '', address: to }, subject, text };
      const sent = transport.sendMail(mail).then((): Delivery => ({ outcome: 'sent' }), explain);
      return Promise.race([sent, late]).finally(() => {
        late.catch(() => undefined);
        over.abort();
      });
    },
    close: () => transport.close(),
  };
}

function explain(failure: { code?: unknown; responseCode?: unknown }): Delivery {
  const reply = typeof failure.responseCode === 'number' ? failure.responseCode : undefined;
  const code = String(failure.code ?? 'unknown');
  const refusedLogin = code === 'EAUTH';
  const final = !refusedLogin && (reply === undefined ? FINAL_CODES.has(code) : reply >= FINAL_REPLY);
  return { outcome: final ? 'refused' : 'deferred', reason: reply === undefined ? code : `${code} ${reply}` };
}
