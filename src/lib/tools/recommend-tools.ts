/** Recommends tools from what the documents say: by a model when there is one and it makes sense, else by classifying. */
import { TOOL_NAMES, type ToolName } from '#lib/contracts/tools.ts';
import { toAppError } from '#lib/core/errors.ts';
import { TOOL_ADVICE_DEADLINE_MS, TOOL_REASON_MAX_CHARS, TOOLS_RECOMMENDED_MAX } from '#lib/core/limits.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Embedder } from '#lib/ports/models.ts';
import type { ToolAdvice, ToolAdvisor } from '#lib/ports/tool-advisor.ts';
import { ALWAYS_ASSIGNED, CATALOGUE } from './catalogue.ts';
import { type BusinessType, classifyTools } from './classify-tools.ts';
import { classifyByWeights, isLearnedFor, withPairs } from './learned-scores.ts';
import { evidencePrototypes } from './prototypes.ts';

export interface Recommendation {
  by: 'llm' | 'classifier';
  /** Without the one that is always assigned. */
  tools: { tool: ToolName; reason: string }[];
}

type Ports = { embedder: Embedder; toolAdvisor: ToolAdvisor | null; log: Log };
interface KnowledgeBase {
  businessType: BusinessType;
  sentences: readonly string[];
}

/** Errors: those of the embedder. */
export async function recommendTools(
  ports: Ports,
  kb: KnowledgeBase,
  signal: AbortSignal,
): Promise<Recommendation> {
  const advised = await askAdvisor(ports, kb, signal);
  if (advised !== null) return { by: 'llm', tools: advised };
  const learned = isLearnedFor(ports.embedder.model);
  const read = learned ? withPairs(kb.sentences) : kb.sentences;
  const vectors = await ports.embedder.embed(read, { signal, purpose: 'passage' });
  const texts = read.map((text, at) => ({ text, vector: vectors[at]! }));
  const found = learned
    ? classifyByWeights(kb.businessType, texts)
    : classifyTools(kb.businessType, texts, await evidencePrototypes(ports.embedder, signal));
  return {
    by: 'classifier',
    tools: found.map(({ tool, sentence }) => ({
      tool,
      reason: clip(`Your documents say: “${sentence.trim()}”`),
    })),
  };
}

/** Null when there is no model, or what it says cannot be relied on. */
async function askAdvisor(
  { toolAdvisor, log }: Ports,
  { businessType, sentences }: KnowledgeBase,
  signal: AbortSignal,
): Promise<Recommendation['tools'] | null> {
  if (toolAdvisor === null) return null;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(TOOL_ADVICE_DEADLINE_MS)]);
  const tools = CATALOGUE.filter(({ name }) => name !== ALWAYS_ASSIGNED);
  const question = { businessType, tools, sentences, most: TOOLS_RECOMMENDED_MAX - 1 };
  try {
    return checkAdvice(await withDeadline(toolAdvisor.advise(question, deadline), deadline));
  } catch (error) {
    if (signal.aborted) throw error;
    log.warn(
      { model: toolAdvisor.model, code: toAppError(error).code },
      'the model gave no usable advice on tools; classifying instead',
    );
    return null;
  }
}

/** An adapter that does not listen to its signal must not hold the workflow. */
function withDeadline<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}

/** Only known tools, each once, so many at most, each with a reason. Throws when nothing it names is known. */
function checkAdvice(advice: readonly ToolAdvice[]): Recommendation['tools'] {
  const known = new Map<ToolName, string>();
  for (const { tool, reason } of advice) {
    const name = TOOL_NAMES.find((one) => one === tool);
    const text = clip(reason.replaceAll(/\s+/g, ' ').trim());
    if (name !== undefined && name !== ALWAYS_ASSIGNED && text !== '' && !known.has(name))
      known.set(name, text);
  }
  if (known.size === 0 && advice.length > 0) throw new Error('no tool that is named is known');
  return [...known].slice(0, TOOLS_RECOMMENDED_MAX - 1).map(([tool, reason]) => ({ tool, reason }));
}

function clip(text: string): string {
  return text.length <= TOOL_REASON_MAX_CHARS ? text : `${text.slice(0, TOOL_REASON_MAX_CHARS - 1)}…`;
}
