/** Which tool a question asks for, by the embedding that retrieval has made of it already. */
import type { ToolName } from '#lib/contracts/tools.ts';
import { type Prototypes, scoresOf } from './classify-tools.ts';

/** Set on the tuning half of the questions of `npm run eval:tools`. */
const INTENT_THRESHOLD = 0.3;

/** Null when no tool is near enough, and nearer than all others. */
export function detectIntent(
  vector: Float32Array,
  prototypes: Prototypes,
): { tool: ToolName; score: number } | null {
  let best: { tool: ToolName; score: number } | null = null;
  for (const [tool, score] of scoresOf(vector, prototypes))
    if (score >= INTENT_THRESHOLD && score > (best?.score ?? 0)) best = { tool, score };
  return best;
}
