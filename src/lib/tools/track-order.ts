/** Asks the business's own service where an order is. */
import { z } from 'zod';
import { EMAIL_MAX_CHARS } from '#lib/core/limits.ts';
import { callEndpoint } from './call-endpoint.ts';
import { optional } from './contact-fields.ts';
import { defineTool, field } from './tool.ts';

export const trackOrder = defineTool({
  name: 'track_order',
  title: 'Track an order',
  description: 'Looks up the state of an order or shipment by its number.',
  kind: 'endpoint',
  endpoint: 'must',
  input: z.strictObject({
    order_number: field(z.string().trim().min(1).max(64), 'Order number'),
    email: field(optional(z.email().max(EMAIL_MAX_CHARS)), 'E-mail you ordered with', 'email'),
  }),
  evidence: [
    'You get a tracking number by e-mail when your order is sent.',
    'Parcels arrive within two to four working days.',
    'Orders placed before noon leave our warehouse the same day.',
    'Every parcel can be followed online.',
    'We ship with DHL and UPS.',
    'The goods are sent by courier; you get a number to trace them.',
    'The shipment can be traced on the web.',
    'The shipping confirmation holds a link to follow your parcel.',
    'We send parcels every weekday; delivery takes two days.',
    'It ships in two days with a tracking link in the confirmation.',
    'Orders above 40 are delivered free of charge.',
    'We deliver abroad within ten days.',
    'Look up where your package is under My orders.',
    'Plants are packed by hand and sent on Mondays.',
    'Records leave us with registered post; where yours is can be looked up on the carrier’s page.',
    'They announce the delivery a week ahead, and you can see the state of your order.',
    'Dispatched by parcel service with a consignment number.',
    'The status of an order is shown in your account.',
    'It leaves our store within a day, and the tracking link comes by message.',
  ],
  intents: [
    'Where is my order?',
    'When will my parcel arrive?',
    'Has my package been shipped?',
    'I have not received my delivery',
    'Track order 12345',
    'What is the status of my shipment?',
    'Where has my package got to?',
    'How long until my order is delivered?',
    'I ordered last week and nothing has come',
  ],
  run: (ports, run, input) => callEndpoint(ports, run, 'track_order', input),
});
