/**
 * How the labels are meant. `required`: the text gives this tool something to do. `forbidden`: it has no ground in the
 * text at all. Whatever is named in neither may be recommended or not: what two people could judge differently by the
 * lines below belongs there, as do a bare telephone number (L, E, B), a price list of services or tickets (P, Q), a single
 * rule (Y) and an appointment's time (A).
 *
 * - L capture_lead: prospects are asked to leave their details, to be called back or sent an offer.
 * - B book_appointment: people make appointments, viewings, demos, trial lessons.
 * - E escalate_to_human: staff take over: complaints, emergencies, a hotline or support desk.
 * - P search_products: a range of things with names and prices.
 * - T track_order: orders are sent to people.
 * - Q calculate_quote: a price follows from measures, amounts or hours.
 * - A check_availability: something is limited by date: rooms, tables, things for hire, places on a course.
 * - X explain_feature: functions of a software or device.
 * - Y lookup_policy: rules and terms are written out.
 */

import type { ToolName } from '#lib/contracts/tools.ts';
import type { BUSINESS_TYPES } from '#lib/contracts/trial.ts';

export const LETTERS = {
  L: 'capture_lead',
  B: 'book_appointment',
  E: 'escalate_to_human',
  P: 'search_products',
  T: 'track_order',
  Q: 'calculate_quote',
  A: 'check_availability',
  X: 'explain_feature',
  Y: 'lookup_policy',
} as const satisfies Record<string, ToolName>;

export interface LabelledKb {
  name: string;
  type: (typeof BUSINESS_TYPES)[number];
  required: readonly ToolName[];
  forbidden: readonly ToolName[];
  /** A paragraph each. */
  documents: readonly string[];
}

const toolsOf = (letters: string): ToolName[] =>
  [...letters].map((letter) => LETTERS[letter as keyof typeof LETTERS]);

export function kb(
  name: string,
  type: LabelledKb['type'],
  required: string,
  forbidden: string,
  text: string,
): LabelledKb {
  const documents = text.trim().split(/\n+/);
  return { name, type, required: toolsOf(required), forbidden: toolsOf(forbidden), documents };
}
