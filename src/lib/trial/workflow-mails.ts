/** The words of the mails that a trial sends to its owner. */

export interface MailWords {
  businessName: string;
  /** Opens the trial once, without a password. */
  link: string;
}

type Written = { subject: string; text: string };

const LINK_NOTE =
  'The link works once. If it has been used or has run out, ask for a new one on the same page.';

export function welcomeMail({ businessName, link }: MailWords): Written {
  return {
    subject: `Your assistant for ${businessName} is being set up`,
    text: [
      `Welcome! The trial for ${businessName} has begun.`,
      'Give the assistant your documents, and it takes the next steps by itself. You can leave at any time and go on here:',
      link,
      LINK_NOTE,
    ].join('\n\n'),
  };
}

export function inputNeededMail({ businessName, link }: MailWords, reason: string): Written {
  return {
    subject: `The assistant for ${businessName} is waiting for you`,
    text: ['The set-up of your assistant has paused:', reason, 'Go on here:', link, LINK_NOTE].join('\n\n'),
  };
}

export function liveMail({ businessName, link }: MailWords): Written {
  return {
    subject: `The assistant for ${businessName} is live`,
    text: [
      `Everything is set up: the assistant answers questions about ${businessName} from your documents.`,
      'See how it answers, change how it looks and add documents here:',
      link,
      LINK_NOTE,
    ].join('\n\n'),
  };
}

export function resumeMail({ businessName, link }: MailWords): Written {
  return {
    subject: `Your link to the assistant for ${businessName}`,
    text: [
      `Somebody, probably you, asked for a link to the trial of ${businessName}:`,
      link,
      'It works once, within an hour. If it was not you, there is nothing to do: nobody else has the link.',
    ].join('\n\n'),
  };
}
