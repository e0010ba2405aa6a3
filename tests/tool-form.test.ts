/** A tool's input is its form as well: what is asked, what is required, and what is filled in already. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { toolAction } from '#lib/contracts/tools.ts';
import { actionOf, field, type ToolWords } from '#lib/tools/tool.ts';

const tool: ToolWords = {
  name: 'book_appointment',
  title: 'Book an appointment',
  description: 'Asks for an appointment.',
  kind: 'record',
  input: z.strictObject({
    email: field(z.email(), 'Your e-mail', 'email'),
    part: field(z.enum(['morning', 'afternoon']).optional(), 'Part of the day', 'select'),
    people: field(z.coerce.number().int().min(1).max(20).optional(), 'People', 'number'),
  }),
};

it('names every field with its label, type and options, and says which must be given', () => {
  const action = toolAction.parse(actionOf(tool, 'You asked for an appointment.'));
  expect(action).toEqual({
    tool: 'book_appointment',
    title: 'Book an appointment',
    reason: 'You asked for an appointment.',
    fields: [
      { name: 'email', label: 'Your e-mail', type: 'email', required: true },
      {
        name: 'part',
        label: 'Part of the day',
        type: 'select',
        required: false,
        options: ['morning', 'afternoon'],
      },
      { name: 'people', label: 'People', type: 'number', required: false },
    ],
  });
});

it('fills in what is known, where it would be accepted', () => {
  const known = { email: 'not an address', part: 'morning', people: 3, price: 0 };
  const values = actionOf(tool, 'why', known).fields.map(({ value }) => value);
  expect(values).toEqual([undefined, 'morning', '3']);
});
