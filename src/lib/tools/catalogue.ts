/** Every tool there is. To add one, add its file and a line. */
import type { ToolName } from '#lib/contracts/tools.ts';
import { bookAppointment } from './book-appointment.ts';
import { calculateQuote } from './calculate-quote.ts';
import { captureLead } from './capture-lead.ts';
import { checkAvailability } from './check-availability.ts';
import { escalateToHuman } from './escalate-to-human.ts';
import { explainFeature } from './explain-feature.ts';
import { lookupPolicy } from './lookup-policy.ts';
import { searchKnowledgeBase } from './search-knowledge-base.ts';
import { searchProducts } from './search-products.ts';
import type { Tool } from './tool.ts';
import { trackOrder } from './track-order.ts';

const TOOLS = {
  search_knowledge_base: searchKnowledgeBase,
  capture_lead: captureLead,
  book_appointment: bookAppointment,
  escalate_to_human: escalateToHuman,
  search_products: searchProducts,
  track_order: trackOrder,
  calculate_quote: calculateQuote,
  check_availability: checkAvailability,
  explain_feature: explainFeature,
  lookup_policy: lookupPolicy,
} as const satisfies Record<ToolName, Tool>;

export const CATALOGUE: readonly Tool[] = Object.values(TOOLS);

/** What every assistant has; it cannot be taken away. */
export const ALWAYS_ASSIGNED: ToolName = 'search_knowledge_base';

export function toolNamed(name: ToolName): Tool {
  return TOOLS[name];
}
