/** A price for what the visitor needs: from the business's own service, or else the prices that the documents state. */
import { z } from 'zod';
import { callEndpoint } from './call-endpoint.ts';
import { optional } from './contact-fields.ts';
import { searchDocuments } from './search-documents.ts';
import { defineTool, field } from './tool.ts';

export const calculateQuote = defineTool({
  name: 'calculate_quote',
  title: 'Get a price',
  description: 'Gives a price for a quantity, an area, a distance or a time.',
  kind: 'documents',
  endpoint: 'may',
  input: z.strictObject({
    what: field(z.string().trim().min(1).max(300), 'What do you need?'),
    amount: field(optional(z.coerce.number().min(0).max(1e9)), 'How much of it?', 'number'),
    unit: field(optional(z.string().trim().max(40)), 'Of which unit, such as m² or hours?'),
  }),
  evidence: [
    'Offices are cleaned for 1.20 per square metre.',
    'The price depends on the volume and the distance.',
    'The premium follows from the living space and the deductible.',
    'The monthly rate depends on the amount, the term and the interest.',
    'It costs 45 a day, and less from the fourth day on.',
    '500 copies cost 29, 1,000 cost 41; colour adds 20 percent.',
    'Each lesson costs 60, so the total depends on how many you take.',
    'Flyers are priced by quantity, paper and format.',
    'What you take for a weekend is charged as one and a half days.',
    'Each guest adds 15, and each further hour 40.',
    'Weekly service is ten percent cheaper than monthly.',
    'Liability cover costs 52 for singles and 74 for families.',
    'The fee is charged by the hour, plus travel at 0.50 per kilometre.',
    'Windows cost 3.50 each, both sides.',
    'Delivery is 2 per kilometre.',
    'Catering is 28 for each person, drinks are charged by consumption.',
    'The more you order, the lower the price of each piece.',
    'Painting costs 12 per square metre of wall, two coats included.',
    'Tiles are laid for 85 per square metre, slate for 140.',
    'For each 100,000 at 3.4 percent interest it is 450 a month.',
    'Translations are charged by the word, proof-reading is 0.05 a word.',
    'Labels are calculated from size, material and amount; each further thousand is 14.',
    'Ten lessons paid together are eight percent cheaper.',
    'A tent costs 7 per square metre, a heater 25, putting up is extra.',
    'Express work is half as much again.',
  ],
  intents: [
    'How much would it cost to print 2,000 flyers?',
    'What would I pay for moving a flat?',
    'Calculate the price for 80 square metres',
    'Give me a quote for cleaning our office',
    'What is the monthly rate for a loan of 20,000?',
    'How much is it in total for four people and three days?',
    'What do you charge for 20 hours?',
    'Price for 500 pieces please',
    'How expensive would it be for a house of 120 square metres?',
    'What is the total for 8 nights and 2 people?',
  ],
  async run(ports, run, { what, amount, unit }) {
    if (run.settings.endpointUrl !== null)
      return callEndpoint(ports, run, 'calculate_quote', { what, amount, unit });
    const found = await searchDocuments(ports, run, `Price of ${what}`);
    const quantity = amount === undefined ? '' : ` (${[amount, unit].filter(Boolean).join(' ')})`;
    return found.status === 'done'
      ? { ...found, message: `These are the stated prices for ${what}${quantity}:\n${found.message}` }
      : found;
  },
});
