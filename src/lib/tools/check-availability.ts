/** Asks the business's own service what is free on a date. */
import { z } from 'zod';
import { callEndpoint } from './call-endpoint.ts';
import { optional } from './contact-fields.ts';
import { defineTool, field } from './tool.ts';

export const checkAvailability = defineTool({
  name: 'check_availability',
  title: 'Check what is free',
  description: 'Finds out whether a room, a table, a place or a thing for hire is free on given dates.',
  kind: 'endpoint',
  endpoint: 'must',
  input: z.strictObject({
    what: field(z.string().trim().min(1).max(200), 'What do you need?'),
    from: field(z.iso.date(), 'From', 'date'),
    until: field(optional(z.iso.date()), 'Until', 'date'),
    people: field(optional(z.coerce.number().int().min(1).max(1_000)), 'How many people?', 'number'),
  }),
  evidence: [
    'Dates in July and August fill up early.',
    'Ask whether a table is free on your evening.',
    'Rooms are subject to availability for your days of arrival and departure.',
    'Each course has twelve places.',
    'Dates that are taken are marked in the calendar.',
    'The flats are let by the week from Saturday to Saturday.',
    'Each date has a limited number of places.',
    'Tables fill up on Fridays, so find out whether there is one for your date.',
    'The course begins on 3 March and 7 April.',
    'Our machines are booked by date; the calendar shows when one is free.',
    'Room rates change with the season and depend on your dates.',
    'The hall can be rented by the day when it is not taken.',
    'Single rooms, double rooms and suites look over the harbour.',
    'Cars for hire are reserved by day; early booking is advised.',
    'Seats on the tour are limited; check whether your date is still open.',
    'We have twelve tables; find out first whether a table is still to be had on that evening.',
    'In the school holidays we are often fully booked; ask whether a pitch is free in your weeks.',
    'Popular evenings are sold out weeks ahead.',
    'Beds must be reserved; let us know the night and we tell you whether there is room.',
    'Ask early whether the size you need is free on your date.',
    'The workshop takes place on 8 and 22 May, with ten places a date.',
    'Almost every weekend in June is taken.',
  ],
  intents: [
    'Is a double room free from 3 to 7 August?',
    'Do you have a table for four tonight?',
    'Is it available next weekend?',
    'Are there places left in the course?',
    'Which dates are still free?',
    'Is the flat taken over Christmas?',
    'Do you have anything free in May?',
    'Is the hall free on the 20th?',
    'Can we get a room for tonight?',
    'Are you fully booked on Sunday?',
  ],
  run: (ports, run, input) => callEndpoint(ports, run, 'check_availability', input),
});
