/** A cited passage in its context: the chunk with its neighbours, the quoted sentences marked. */
import { useEffect, useRef, useState } from 'react';
import type { Citation } from '#lib/contracts/ask.ts';
import type { ChunkView } from '#lib/contracts/kb.ts';
import { type Api, isAbort, type ProblemError, toProblem } from '../api-client.ts';
import { Alert } from '../components/alert.tsx';
import { Button } from '../components/button.tsx';
import { cn } from '../components/class-names.ts';
import { Dialog } from '../components/dialog.tsx';
import { ScrollRegion } from '../components/scroll-region.tsx';
import { explainProblem } from '../explain-problem.ts';
import { markQuotes, quotesOf } from './mark-quotes.ts';
import { safeHref } from './safe-href.ts';
import { placeOf } from './source-list.tsx';
import { withoutOverlap } from './without-overlap.ts';

/** The chunk before the cited one, itself, and two after. */
const CONTEXT_CHUNKS = 4;

export interface OpenedPassage {
  citation: Citation;
  /** What the answer says on the strength of it. */
  statements: string[];
}

interface Loaded {
  chunkId: string;
  chunks: ChunkView[];
}

function Passage({ chunk, cited, quotes }: { chunk: ChunkView; cited: boolean; quotes: string[] }) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (cited) element.current?.scrollIntoView({ block: 'center' });
  }, [cited]);
  const place = placeOf(chunk);
  return (
    <section
      ref={element}
      aria-label={cited ? 'The cited passage' : 'Passage beside it'}
      data-cited={cited || undefined}
      className={cn(
        'px-5 py-3.5',
        cited ? 'border-l-3 border-brass bg-brass-soft/50 pl-[1.0625rem]' : 'text-quiet',
      )}
    >
      {place ? <h3 className="mb-1 text-[0.8125rem] font-medium text-quiet">{place}</h3> : null}
      <p className="text-sm leading-6 break-words whitespace-pre-wrap">
        {cited
          ? markQuotes(chunk.text, quotes).map((part) =>
              part.marked ? <mark key={part.at}>{part.text}</mark> : <span key={part.at}>{part.text}</span>,
            )
          : chunk.text}
      </p>
    </section>
  );
}

interface PassageSheetProps {
  api: Api;
  passage: OpenedPassage | null;
  onClose: () => void;
}

export function PassageSheet({ api, passage, onClose }: PassageSheetProps) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [attempt, setAttempt] = useState(0);
  const citation = passage?.citation ?? null;
  const sourceId = citation?.source_id;
  const chunkId = citation?.chunk_id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for another try
  useEffect(() => {
    if (sourceId === undefined || chunkId === undefined) return;
    const stop = new AbortController();
    setProblem(null);
    api
      .request<{ chunks: ChunkView[] }>(
        `/api/trial/kb/${sourceId}/chunks?around=${encodeURIComponent(chunkId)}&limit=${CONTEXT_CHUNKS}`,
        { signal: stop.signal },
      )
      .then(
        ({ chunks }) => setLoaded({ chunkId, chunks: withoutOverlap(chunks, chunkId) }),
        (error) => {
          if (!isAbort(error)) setProblem(toProblem(error));
        },
      );
    return () => stop.abort();
  }, [api, sourceId, chunkId, attempt]);

  if (passage === null || citation === null) return null;
  const href = safeHref(citation.url);
  const quotes = passage.statements.flatMap(quotesOf);
  const gone = problem?.code === 'not_found';
  return (
    <Dialog
      open
      shape="sheet"
      onClose={onClose}
      title={citation.title}
      description={placeOf(citation) || 'The passage this answer rests on'}
      footer={
        href === null ? undefined : (
          <a
            className="text-sm text-brass underline underline-offset-4"
            href={href}
            target="_blank"
            rel="noreferrer"
          >
            Open the original page
          </a>
        )
      }
    >
      <ScrollRegion aria-label="The passage in its context" className="flex-1 py-2">
        {problem ? (
          <div className="px-5 py-3">
            <Alert
              tone="bad"
              urgent
              title={gone ? 'Not there any more' : explainProblem(problem).title}
              actions={
                gone ? undefined : (
                  <Button size="small" onClick={() => setAttempt((count) => count + 1)}>
                    Try again
                  </Button>
                )
              }
            >
              {gone
                ? 'The document was removed or replaced after this answer was given.'
                : explainProblem(problem).message}
            </Alert>
          </div>
        ) : loaded?.chunkId === chunkId ? (
          loaded?.chunks.map((chunk) => (
            <Passage key={chunk.chunk_id} chunk={chunk} cited={chunk.chunk_id === chunkId} quotes={quotes} />
          ))
        ) : (
          <p className="px-5 py-3 text-sm text-quiet">Opening…</p>
        )}
      </ScrollRegion>
    </Dialog>
  );
}
