/** Keeps the wish for an appointment, and tells the business, which confirms it. */
import { z } from 'zod';
import { RECORD_MESSAGE_MAX_CHARS } from '#lib/core/limits.ts';
import { contactFields, optional } from './contact-fields.ts';
import { keepRecord } from './keep-record.ts';
import { defineTool, field } from './tool.ts';

const TIMES = ['any time', 'morning', 'afternoon', 'evening'] as const;

export const bookAppointment = defineTool({
  name: 'book_appointment',
  title: 'Ask for an appointment',
  description:
    'Asks the business for an appointment, a viewing, a demonstration or a trial lesson on a day; the business confirms it.',
  kind: 'record',
  endpoint: 'may',
  input: z.strictObject({
    ...contactFields,
    wanted_date: field(z.iso.date(), 'Which day?', 'date'),
    wanted_time: field(optional(z.enum(TIMES)), 'What time of day?', 'select'),
    topic: field(optional(z.string().trim().max(RECORD_MESSAGE_MAX_CHARS)), 'What is it for?', 'textarea'),
  }),
  evidence: [
    'Please make an appointment before you come.',
    'Appointments can be made for weekdays between nine and five.',
    'Book a consultation with one of our specialists.',
    'Schedule a demo with our team.',
    'Viewings are by appointment; arrange a time with the agent.',
    'Arrange a date for a first meeting at our office or by video.',
    'Choose a day and time for your session.',
    'Sign up for a free trial lesson.',
    'By appointment only.',
    'Ask for a time, and somebody comes to your home.',
    'Lessons are arranged one by one with your teacher: pick a day and time.',
    'New patients can book their first visit online or by phone.',
    'A first conversation is free; choose a time for a call.',
    'Signing takes place by appointment on weekdays.',
    'Appointments are made for the stylist of your choice.',
    'Inspections of your car are booked in advance with the workshop.',
    'Book your fitting or your vaccination on our calendar.',
    'Evening slots for treatments exist on Tuesdays.',
    'Pick a slot for a live demonstration.',
    'Agree a date with us and an electrician visits you.',
    'Fix a date with the front office, in person or by video call.',
    'The show flat may be visited on Sundays; make an appointment with our sales office.',
    'Arrange your examination for a weekday morning.',
    'Clients are received by appointment for an initial meeting.',
    'Get to know us in a talk of an hour; dates are offered on Tuesdays.',
    'Try a first lesson: choose an afternoon and we agree a time.',
  ],
  intents: [
    'I would like to make an appointment',
    'Can I book a consultation?',
    'Do you have a slot on Friday morning?',
    'I want to schedule a demo',
    'Can I arrange a viewing?',
    'Please book me in for Tuesday',
    'Please schedule a visit',
    'When can I come by to see you?',
    'I would like to come for a check-up next week',
    'Can I get a date for a first conversation?',
    'Sign me up for a trial class',
  ],
  async run(ports, run, { topic, wanted_date, wanted_time, ...contact }) {
    const details = { wanted_date, ...(wanted_time ? { wanted_time } : {}) };
    await keepRecord(ports, run, { kind: 'booking', ...contact, message: topic, details });
    return {
      status: 'done',
      message: `Thank you. You asked for ${wanted_date}; the appointment holds once we confirm it.`,
    };
  },
});
