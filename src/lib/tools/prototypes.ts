/** The example sentences of the catalogue as vectors of an embedding model: made once for each model of a process. */
import type { ToolName } from '#lib/contracts/tools.ts';
import type { Embedder } from '#lib/ports/models.ts';
import { BACKGROUND_QUESTIONS, BACKGROUND_SENTENCES } from './background.ts';
import { CATALOGUE } from './catalogue.ts';
import type { Prototypes } from './classify-tools.ts';
import type { Tool } from './tool.ts';

type Kind = 'evidence' | 'intents';
const BACKGROUND = { evidence: BACKGROUND_SENTENCES, intents: BACKGROUND_QUESTIONS } as const;
const PURPOSE = { evidence: 'passage', intents: 'query' } as const;

const made = new Map<string, Promise<Prototypes>>();

/** Sentences of documents. Errors: those of the embedder; the next call tries again. */
export function evidencePrototypes(embedder: Embedder, signal: AbortSignal): Promise<Prototypes> {
  return once(embedder, 'evidence', signal);
}

/** Questions of visitors. Errors as above. */
export function intentPrototypes(embedder: Embedder, signal: AbortSignal): Promise<Prototypes> {
  return once(embedder, 'intents', signal);
}

function once(embedder: Embedder, kind: Kind, signal: AbortSignal): Promise<Prototypes> {
  const key = `${kind}:${embedder.model}`;
  const known = made.get(key);
  if (known) return known;
  const making = make(embedder, kind, signal);
  made.set(key, making);
  making.catch(() => made.delete(key));
  return making;
}

async function make(embedder: Embedder, kind: Kind, signal: AbortSignal): Promise<Prototypes> {
  const groups = [
    ...CATALOGUE.filter((tool) => tool[kind].length > 0).map(
      (tool: Tool) => [tool.name, tool[kind]] as const,
    ),
    [null, BACKGROUND[kind]] as const,
  ];
  const texts = groups.flatMap(([, examples]) => examples);
  const vectors = await embedder.embed(texts, { signal, purpose: PURPOSE[kind] });
  const prototypes = new Map<ToolName | null, Float32Array[]>();
  for (const [tool, examples] of groups) prototypes.set(tool, vectors.splice(0, examples.length));
  return prototypes;
}
