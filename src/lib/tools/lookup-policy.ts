/** Finds what the rules and terms of the business say, word for word. */
import { z } from 'zod';
import { searchDocuments } from './search-documents.ts';
import { defineTool, field } from './tool.ts';

export const lookupPolicy = defineTool({
  name: 'lookup_policy',
  title: 'Look up the terms',
  description: 'Finds what the rules, terms and policies of the business say about something.',
  kind: 'documents',
  endpoint: 'none',
  input: z.strictObject({ topic: field(z.string().trim().min(1).max(200), 'What about?') }),
  evidence: [
    'Unused goods may be returned within 30 days for a full refund.',
    'Cancellation is free of charge until 14 days before arrival.',
    'The frame has a warranty of five years.',
    'Personal data is processed in the EU and deleted after 90 days.',
    'Our general terms and conditions apply.',
    'Pets and smoking are not allowed.',
    'House rules: quiet hours are from ten at night to six in the morning.',
    'Admission rules: late applications are not considered.',
    'Sessions that are not cancelled 24 hours before are charged in full.',
    'A failed examination may be repeated twice.',
    'Late items cost a fee; lost items are replaced at your cost.',
    'Returns: send any item back within 14 days in its original packaging.',
    'Account terms, overdraft interest and the closing of accounts are governed by the general conditions.',
    'Borrowing rules: books are lent for four weeks and renewed twice.',
    'Patient data is kept for ten years and shown to nobody without consent.',
    'Rent is due on the third working day of a month; deposits are paid back within six months.',
    'It is forbidden to feed the animals; offenders must leave.',
    'Members may end their membership in writing at the end of a quarter.',
    'We accept no liability for valuables.',
  ],
  intents: [
    'What is your cancellation policy?',
    'Can I return an item?',
    'What do your terms say about liability?',
    'What are the rules for pets?',
    'How long do you store my personal data?',
    'What does the warranty cover?',
    'Do I get my money back if I am not satisfied?',
    'May I bring my dog?',
    'What do I have to pay if I do not come?',
    'Am I allowed to sublet?',
    'What are your terms and conditions?',
  ],
  run: (ports, run, { topic }) => searchDocuments(ports, run, `Rules and terms about ${topic}`),
});
