/** Keeps who is interested and how to reach them, and tells the business. */
import { z } from 'zod';
import { RECORD_MESSAGE_MAX_CHARS } from '#lib/core/limits.ts';
import { contactFields, optional } from './contact-fields.ts';
import { keepRecord } from './keep-record.ts';
import { defineTool, field } from './tool.ts';

export const captureLead = defineTool({
  name: 'capture_lead',
  title: 'Leave your contact details',
  description:
    'Takes down who is interested in the business and how to reach them, so that somebody gets back to them.',
  kind: 'record',
  endpoint: 'may',
  input: z.strictObject({
    ...contactFields,
    message: field(
      optional(z.string().trim().max(RECORD_MESSAGE_MAX_CHARS)),
      'What is it about?',
      'textarea',
    ),
  }),
  evidence: [
    'Leave your contact details and we will get back to you.',
    'Tell us your name and telephone number, and an adviser calls you back.',
    'Fill in the form and our sales team will contact you with an offer.',
    'Send us your e-mail address and what you need, and we make you a proposal.',
    'For more than 100 users talk to our sales team; leave your work e-mail and company size.',
    'Register as somebody looking, and we write to you when something fits.',
    'Describe your plans in a few lines, and we call you back with an estimate.',
    'Ask for a free estimate: give us your address and we call you.',
    'Interested? Write to us with your name and how to reach you, and we come back to you.',
    'Leave your e-mail, and one of our people contacts you with a recommendation.',
    'If you would like to become a client, tell us who you are and what you do.',
    'Give us your details, and a consultant contacts you with a personal offer.',
    'Request a free valuation and we call you back.',
    'Join the waiting list with your address and we let you know.',
    'Subscribe to our newsletter with your e-mail address.',
    'Would you like an offer? We need your name, address and a few details to prepare one.',
    'Groups and companies: tell us how many you are, and we send you a quotation.',
    'Send us a short account with your telephone number, and we come back to you.',
    'Fill in your details, and the master calls you to talk it through.',
    'Write to us who you are and what you have in mind; a partner gets in touch.',
    'Larger companies get an individual offer: tell us your name, firm and number of users.',
    'Give us your e-mail address and your question, and we ring you in the same week.',
    'If you are interested, leave your address; we put you on the list and send a brochure.',
  ],
  intents: [
    'Please call me back',
    'Can somebody from sales contact me?',
    'I am interested, please get in touch with me',
    'Send me an offer by e-mail',
    'How do I become a customer?',
    'Here is my number, please phone me',
    'Could you send me more information about your services?',
    'I would like you to contact me about a project',
    'Put me on your mailing list',
    'Can I give you my e-mail so that you can write to me?',
    'We would like an offer from you',
  ],
  async run(ports, run, input) {
    await keepRecord(ports, run, { kind: 'lead', ...input });
    return { status: 'done', message: 'Thank you. We have your details and will get back to you.' };
  },
});
