/** Words one answer from what was retrieved: by the model when there is one and it can be relied on, else by quoting. */
import type { Answer, Citation } from '#lib/contracts/ask.ts';
import type { ToolAction } from '#lib/contracts/tools.ts';
import { ACTIONS_PER_ANSWER, SNIPPET_MAX_CHARS } from '#lib/core/limits.ts';
import type { AskWatch } from '#lib/ports/ask-observer.ts';
import type { Log } from '#lib/ports/log.ts';
import type { ChatModel } from '#lib/ports/models.ts';
import type { Passage, Retrieved } from './batch-retriever.ts';
import { confidence } from './confidence.ts';
import { type Extracted, extractAnswer } from './extractive-answer.ts';
import { generateAnswer, type ToolUse } from './generate-answer.ts';
import { distinctPassages } from './near-duplicates.ts';
import type { Ranked, RankQuery } from './rerank.ts';
import type { Toolbox } from './toolbox.ts';

export type AnswerEvent =
  | { event: 'sources'; data: { sources: Citation[] } }
  | { event: 'token'; data: { text: string } };

export interface ComposedAnswer extends Omit<Answer, 'cached'> {
  promptTokens: number;
  completionTokens: number;
  /** Made of what somebody else's service said just now: it is not kept. */
  live?: boolean;
}

interface Options {
  signal: AbortSignal;
  /** When it aborts, the model's time is over and what is left is quoted. */
  modelDeadline?: AbortSignal | undefined;
  emit?: ((event: AnswerEvent) => void) | undefined;
  toolbox?: Toolbox | undefined;
  watch?: AskWatch | undefined;
}

const EMPTY_KB = 'There are no documents to answer from yet.';
const NOT_HELD = 'I don’t know. The documents I can see do not answer this question.';

/** Errors: `cancelled`. */
export async function composeAnswer(
  ports: { chat: ChatModel | null; log: Log },
  { query, ranked }: Retrieved,
  topK: number,
  options: Options,
): Promise<ComposedAnswer> {
  const top = distinctPassages(ranked, topK).slice(0, topK);
  const extracted = extractAnswer(query, top);
  const sure = confidence(extracted);
  const tokens = { promptTokens: 0, completionTokens: 0 };
  const refuse = async (
    mode: 'llm' | 'extractive',
    offered: readonly ToolAction[] = [],
    answer = NOT_HELD,
  ): Promise<ComposedAnswer> => {
    options.emit?.({ event: 'token', data: { text: answer } });
    const actions = offered.length > 0 ? offered : await offers(options, query, false);
    return { answer, answered: false, confidence: sure, mode, sources: [], ...tokens, ...some(actions) };
  };
  if (top.length === 0) return refuse('extractive', [], EMPTY_KB);
  if (ports.chat) {
    const citations = top.map((passage, index) => cite(passage, index + 1));
    options.emit?.({ event: 'sources', data: { sources: citations } });
    const passages = top.map(({ found, text }, index) => ({
      n: index + 1,
      title: found.title,
      heading: found.heading,
      text,
    }));
    const onToken = (text: string) => options.emit?.({ event: 'token', data: { text } });
    const used = toolUse(options.toolbox, citations);
    const { answer: generated, tokens: spent } = await generateAnswer(
      { chat: ports.chat, log: ports.log },
      query.text,
      passages,
      {
        signal: options.signal,
        deadline: options.modelDeadline,
        onToken,
        tools: used.tools,
        watch: options.watch,
      },
    );
    Object.assign(tokens, spent);
    if (generated) {
      const live = used.live() ? { live: true } : {};
      if (!generated.answered) return { ...(await refuse('llm', used.actions)), ...live };
      const sources = generated.cited.map((n) => citations[n - 1]!).sort((a, b) => a.n - b.n);
      const answered = { answer: generated.text, answered: true, confidence: sure, mode: 'llm' as const };
      return { ...answered, sources, ...tokens, ...some(used.actions), ...live };
    }
  }
  if (!extracted.answered) return refuse('extractive');
  const quoted = { ...quote(extracted, top, options), confidence: sure, ...tokens };
  return { ...quoted, ...some(await offers(options, query, true)) };
}

async function offers({ toolbox, signal }: Options, query: RankQuery, answered: boolean) {
  return (await toolbox?.offers(query, answered, signal)) ?? [];
}

function some(actions: readonly ToolAction[]): { actions?: ToolAction[] } {
  return actions.length > 0 ? { actions: [...actions] } : {};
}

/** What the model's calls find is cited like the rest, and what they offer is kept, each tool once. */
function toolUse(toolbox: Toolbox | undefined, citations: Citation[]) {
  const actions: ToolAction[] = [];
  let live = false;
  const tools: ToolUse | undefined =
    toolbox && toolbox.specs.length > 0
      ? {
          specs: toolbox.specs,
          passages: () => citations.length,
          async call(call, signal) {
            const outcome = await toolbox.call(call, signal);
            live ||= outcome.live === true;
            const { action, passages = [] } = outcome;
            const known = actions.some(({ tool }) => tool === action?.tool);
            if (action && !known && actions.length < ACTIONS_PER_ANSWER) actions.push(action);
            const marks = passages.map((passage) => {
              citations.push(cite(passage, citations.length + 1));
              return `[${citations.length}] ${passage.text}`;
            });
            const content = [outcome.content, ...marks].join('\n');
            return { content, counts: action !== undefined || outcome.live === true };
          },
        }
      : undefined;
  return { tools, actions, live: () => live };
}

/** The chosen sentences verbatim, each with the number of its passage. */
function quote(extracted: Extracted, top: readonly Ranked<Passage>[], options: Options) {
  const order = [...new Set(extracted.sentences.map(({ chunkIndex }) => chunkIndex))];
  const sources = order.map((chunkIndex, index) => {
    const sentence = extracted.sentences.find((one) => one.chunkIndex === chunkIndex);
    return cite(top[chunkIndex]!, index + 1, sentence);
  });
  options.emit?.({ event: 'sources', data: { sources } });
  const pieces = extracted.sentences.map(
    ({ text, chunkIndex }) => `${text.trim()} [${order.indexOf(chunkIndex) + 1}]`,
  );
  const answer = pieces.join(' ');
  pieces.forEach((piece, index) => {
    options.emit?.({ event: 'token', data: { text: index === 0 ? piece : ` ${piece}` } });
  });
  return { answer, answered: true, mode: 'extractive' as const, sources };
}

function cite(passage: Ranked<Passage>, n: number, around?: { start: number; end: number }): Citation {
  const { found } = passage;
  return {
    n,
    source_id: found.source_id,
    chunk_id: String(found.chunk_id),
    title: found.title,
    heading: found.heading,
    page: found.page,
    url: found.url,
    snippet: snippet(found.text, around ?? passage.sentences[0] ?? { start: 0, end: 0 }),
    score: Math.min(1, Math.max(0, passage.score)),
  };
}

/** A window of the passage that holds the span, cut at white space and marked where it is cut. */
function snippet(text: string, span: { start: number; end: number }): string {
  if (text.length <= SNIPPET_MAX_CHARS) return text;
  const spare = Math.max(0, SNIPPET_MAX_CHARS - (span.end - span.start));
  let start = Math.max(0, Math.min(span.start - Math.floor(spare / 2), text.length - SNIPPET_MAX_CHARS));
  if (start > 0) start = Math.min(span.start, start + 1 + text.slice(start).search(/\s/));
  let end = Math.min(text.length, start + SNIPPET_MAX_CHARS - 2);
  if (end < text.length) end = Math.max(start + 1, text.lastIndexOf(' ', end));
  return `${start > 0 ? '…' : ''}${text.slice(start, end).trim()}${end < text.length ? '…' : ''}`;
}
