/** One exchange: the question, then the answer, an honest refusal, or what went wrong. */
import { CircleHelp, RotateCw } from 'lucide-react';
import type { Citation } from '#lib/contracts/ask.ts';
import { Alert } from '../components/alert.tsx';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { explainProblem } from '../explain-problem.ts';
import { AnswerText } from './answer-text.tsx';
import { confidenceWord } from './confidence.ts';
import { FeedbackButtons } from './feedback-buttons.tsx';
import { SourceList } from './source-list.tsx';
import { TeamAnswerNote } from './team-answer-note.tsx';
import { isRunning, type Turn } from './turn.ts';

interface TurnViewProps {
  turn: Turn;
  onOpen: (turn: Turn, citation: Citation) => void;
  onRetry: (turn: Turn) => void;
  onRate: (turn: Turn, rating: 'up' | 'down') => Promise<void>;
  onAddDocument: () => void;
}

function Confidence({ value }: { value: number }) {
  const word = confidenceWord(value);
  return (
    <span className="text-[0.8125rem] text-quiet" title={`Confidence ${value.toFixed(2)} of 1`}>
      {word.charAt(0).toUpperCase() + word.slice(1)} confidence
      <span className="sr-only"> ({value.toFixed(2)} of 1)</span>
    </span>
  );
}

function Answered({ turn, onOpen, onRate }: Omit<TurnViewProps, 'onRetry' | 'onAddDocument'>) {
  const open = (n: number) => {
    const citation = turn.sources.find((source) => source.n === n);
    if (citation) onOpen(turn, citation);
  };
  return (
    <>
      <AnswerText text={turn.text} sources={turn.sources} onOpen={open} />
      {turn.result ? (
        <>
          {turn.result.mode === 'curated' ? (
            <TeamAnswerNote url={turn.sources[0]?.url ?? null} />
          ) : (
            <SourceList
              sources={turn.sources}
              label="Sources"
              onOpen={(citation) => onOpen(turn, citation)}
            />
          )}
          <div className="-mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
            <Confidence value={turn.result.confidence} />
            <div className="ml-auto flex items-center gap-0.5">
              <CopyButton text={turn.text} label="Copy the answer" variant="ghost" />
              <FeedbackButtons rating={turn.rating} onRate={(rating) => onRate(turn, rating)} />
            </div>
          </div>
        </>
      ) : null}
    </>
  );
}

function Unanswered({ turn, onOpen, onRate, onAddDocument }: Omit<TurnViewProps, 'onRetry'>) {
  return (
    <div className="grid grid-cols-1 gap-3 rounded-lg border border-dashed border-field px-4 py-3.5">
      <div className="flex gap-2.5">
        <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0 text-quiet" />
        <div className="min-w-0">
          <p className="text-sm font-medium">Not in your documents</p>
          <p className="text-sm break-words whitespace-pre-wrap text-quiet">{turn.text}</p>
        </div>
      </div>
      <SourceList
        sources={turn.sources}
        label="The closest passages"
        onOpen={(citation) => onOpen(turn, citation)}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Button size="small" onClick={onAddDocument}>
          Add a document that holds it
        </Button>
        <FeedbackButtons rating={turn.rating} onRate={(rating) => onRate(turn, rating)} />
      </div>
    </div>
  );
}

export function TurnView({ turn, onOpen, onRetry, onRate, onAddDocument }: TurnViewProps) {
  const problem = turn.problem ? explainProblem(turn.problem) : null;
  const again = (
    <Button size="small" onClick={() => onRetry(turn)}>
      <RotateCw aria-hidden />
      Ask again
    </Button>
  );
  return (
    <article
      aria-label={`Question: ${turn.question}`}
      className="grid animate-enter grid-cols-1 gap-4"
      data-turn={turn.state}
    >
      <h3 className="ml-auto w-fit max-w-[88%] rounded-lg bg-subtle px-3.5 py-2 text-[0.9375rem] font-normal break-words whitespace-pre-wrap">
        <span className="sr-only">You asked: </span>
        {turn.question}
      </h3>
      <div className="grid min-w-0 grid-cols-1 gap-3.5" aria-busy={isRunning(turn)}>
        {turn.state === 'waiting' ? <p className="text-sm text-quiet">Looking in your documents…</p> : null}
        {turn.result && !turn.result.answered ? (
          <Unanswered turn={turn} onOpen={onOpen} onRate={onRate} onAddDocument={onAddDocument} />
        ) : turn.text ? (
          <Answered turn={turn} onOpen={onOpen} onRate={onRate} />
        ) : null}
        {turn.state === 'stopped' ? (
          <div className="flex flex-wrap items-center gap-3 text-sm text-quiet">Stopped. {again}</div>
        ) : null}
        {problem ? (
          <Alert tone="bad" urgent title={problem.title} actions={problem.retry ? again : undefined}>
            {problem.message}
          </Alert>
        ) : null}
      </div>
    </article>
  );
}
