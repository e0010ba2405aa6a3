/** Hands a visitor over to the staff: what it is about and how to reach them. */
import { z } from 'zod';
import { RECORD_MESSAGE_MAX_CHARS } from '#lib/core/limits.ts';
import { contactFields } from './contact-fields.ts';
import { keepRecord } from './keep-record.ts';
import { defineTool, field } from './tool.ts';

export const escalateToHuman = defineTool({
  name: 'escalate_to_human',
  title: 'Talk to a person',
  description:
    'Hands the visitor over to the staff of the business, for complaints, emergencies and what the documents do not answer.',
  kind: 'record',
  endpoint: 'may',
  input: z.strictObject({
    ...contactFields,
    message: field(z.string().trim().min(1).max(RECORD_MESSAGE_MAX_CHARS), 'How can we help?', 'textarea'),
  }),
  evidence: [
    'In an emergency call our 24-hour line at once.',
    'Our customer service answers on weekdays from nine to six.',
    'Our support team helps you by chat and telephone.',
    'For complaints contact our complaints office.',
    'If something is broken, our technicians help you on the phone.',
    'Call the hotline, day and night.',
    'Our reception is staffed around the clock; ask for the manager on duty.',
    'A lost card is blocked by phone at any hour.',
    'Urgent cases are put through to a member of staff straight away.',
    'Our specialists advise you personally by telephone.',
    'Report a fault to the emergency service.',
    'If the heating fails or a pipe bursts, the emergency service is reached at any hour.',
    'Our technicians are on the telephone daily from eight to eight.',
    'Write to the support desk, and an employee answers.',
    'Outside these hours call the dentist on duty.',
    'Something wrong with your room? Dial nine, and somebody comes in person.',
    'Complaints are handled by the ombudsman within two weeks.',
    'Our experts advise you in person about your questions.',
    'Problems with your order? Our customer care team is there for you.',
    'In case of fire, accident or theft ring the security staff.',
    'If it does not start any more, our repair specialists are on the telephone.',
    'Open a ticket or ring the help desk, weekdays from eight to five.',
    'Sudden pain or an injury is an emergency: phone the doctor on call, also at night.',
    'Turn to our quality office for complaints; it answers within ten days.',
    'In an accident call the warden, who alerts the rescue.',
    'If a piece arrives damaged, ring our service team.',
    'Whoever is locked out rings the night porter.',
    'Our opticians speak with you personally.',
  ],
  intents: [
    'I want to speak to a human',
    'Can I talk to a real person?',
    'Connect me to an agent',
    'I want to make a complaint',
    'This is an emergency, I need help now',
    'Is there somebody I can talk to about a problem?',
    'Get me an employee',
    'Can a colleague of yours take over?',
    'I have a complaint about your service',
    'Human please',
    'You do not understand me, who else can help?',
    'Call somebody, it is very urgent',
  ],
  async run(ports, run, input) {
    await keepRecord(ports, run, { kind: 'escalation', ...input });
    return { status: 'done', message: 'Thank you. A person will take care of this and get back to you.' };
  },
});
