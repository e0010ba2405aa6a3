/** Asks the business's own service which products fit. */
import { z } from 'zod';
import { callEndpoint } from './call-endpoint.ts';
import { optional } from './contact-fields.ts';
import { defineTool, field } from './tool.ts';

export const searchProducts = defineTool({
  name: 'search_products',
  title: 'Search our products',
  description: 'Searches the range of the business for products that fit what the visitor is looking for.',
  kind: 'endpoint',
  endpoint: 'must',
  input: z.strictObject({
    query: field(z.string().trim().min(1).max(200), 'What are you looking for?'),
    max_price: field(optional(z.coerce.number().min(0).max(1e9)), 'At most, in price', 'number'),
  }),
  evidence: [
    'The desk costs 450 euros and the lamp 35.',
    'Shirts are 49, jumpers 89 and coats 199.',
    'Jackets start at 79.90 and come in sizes S to XL.',
    'Our range has helmets, lamps and locks from 15 euros.',
    'Coffee beans cost 12.50 for 250 grams.',
    'Three-room flat for sale with balcony, 85 square metres, 320,000.',
    'Tablets cost 4.95 for 20 pieces, drops 9.90.',
    'It is available in black, green and blue.',
    'Browse our catalogue of 5,000 articles.',
    'The cargo bike costs 2,800 and the city bike 740.',
    'Tea pots cost between 39 and 89; filters are listed under accessories.',
    'Wine by the bottle from 12, gift boxes from 30.',
    'Sofas from 890, armchairs from 420, in leather or fabric.',
    'House with garden: five rooms, 465,000; studio in the centre: 690 a month.',
    'Used cars: a red estate of 2019 for 14,500, a van for 9,900.',
    'Every model is made in sizes 36 to 46.',
    'Spare parts and accessories can be searched by name or number.',
    'Guitars from 190, amplifiers from 120, strings 8.90 the set.',
    'Apple trees from 34.90, roses from 12.50 and lavender at 4.20 the pot.',
    'Second-hand records from 5, new releases around 25.',
    'The Alder table costs 1,150, the Birch bench 420.',
    'Daily lenses from 19.90 for 30, cleaning solution 7.95.',
    'Flats from 54 to 121 square metres, from 389,000; type B has a loggia.',
    'Turntables are tested before they are sold; the cheapest is 180.',
  ],
  intents: [
    'Do you sell rain jackets?',
    'Show me shoes under 80 euros',
    'Which coffees do you have?',
    'I am looking for a present',
    'Have you got a wooden table?',
    'What models do you offer with 16 GB?',
    'What sizes does the jacket come in?',
    'Do you carry spare parts?',
    'Is the red one in stock?',
    'Which bikes do you offer?',
    'I am looking for something for my kitchen',
  ],
  run: (ports, run, input) => callEndpoint(ports, run, 'search_products', input),
});
