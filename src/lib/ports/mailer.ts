/** E-mail out: one message to one address. */

export interface Mail {
  /** The same for each attempt, so that a receiver that got it twice can tell. */
  messageId: string;
  to: string;
  subject: string;
  text: string;
}

/** `logged`: written to the log, as no server is configured. `deferred` may work later, `refused` never will. */
export type Delivery =
  | { outcome: 'sent' | 'logged' }
  | { outcome: 'deferred' | 'refused' /** Of the server's reply, without addresses. */; reason: string };

export interface Mailer {
  /** Never rejects; ends within MAIL_SEND_MAX_MS. */
  send(mail: Mail): Promise<Delivery>;
  close(): void;
}
