/** Answers a visitor as the tenant would be answered, on the tenant's quota, without telling the visitor of it. */
import type { AskInput, VisitorAskResult } from '#lib/contracts/ask.ts';
import type { VisitorCaller } from '#lib/core/caller.ts';
import { type AskOptions, type AskPorts, answer } from '#lib/ragPipeline.ts';
import { inVisitorsWords } from './in-visitors-words.ts';

/** In the visitor's own session, whichever the input names. Errors: those of `answer`. */
export async function askAsVisitor(
  ports: AskPorts,
  caller: VisitorCaller,
  input: AskInput,
  options: AskOptions,
): Promise<VisitorAskResult> {
  try {
    const own = { ...input, session_id: caller.sessionId };
    const { usage: _, ...result } = await answer(ports, caller, own, options);
    return result;
  } catch (error) {
    throw inVisitorsWords(error);
  }
}
