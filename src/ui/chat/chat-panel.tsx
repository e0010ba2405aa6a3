/** The conversation with the assistant: questions, streamed answers, the passages behind them. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Citation } from '#lib/contracts/ask.ts';
import type { Source } from '#lib/contracts/kb.ts';
import type { Api } from '../api-client.ts';
import { Button } from '../components/button.tsx';
import { ScrollRegion } from '../components/scroll-region.tsx';
import { Composer } from './composer.tsx';
import { type OpenedPassage, PassageSheet } from './passage-sheet.tsx';
import { statementsCiting } from './split-citations.ts';
import type { Turn } from './turn.ts';
import { TurnView } from './turn-view.tsx';
import type { Chat } from './use-chat.ts';
import { useSuggestedQuestions } from './use-suggested-questions.ts';

interface ChatPanelProps {
  api: Api;
  chat: Chat;
  sources: Source[];
  input: RefObject<HTMLTextAreaElement | null>;
  /** "3 of 100 questions used". */
  usage: string;
  blocked: string | null;
  onAddDocument: () => void;
}

function EmptyChat({
  ready,
  questions,
  onAsk,
  onAddDocument,
}: {
  ready: boolean;
  questions: string[];
  onAsk: (question: string) => void;
  onAddDocument: () => void;
}) {
  return (
    <div className="m-auto grid max-w-md justify-items-center gap-3 py-10 text-center">
      <h3 className="text-lg font-semibold tracking-tight text-balance">
        {ready ? 'Ask it what your visitors ask you.' : 'First, give it something to answer from.'}
      </h3>
      <p className="text-sm text-quiet">
        {ready
          ? 'Answers come from your documents only, each with the passage behind it.'
          : 'Add a document to the knowledge base; questions can be asked as soon as it is ready.'}
      </p>
      {ready ? null : (
        <Button variant="primary" className="lg:hidden" onClick={onAddDocument}>
          Add documents
        </Button>
      )}
      {questions.length > 0 ? (
        <ul aria-label="Questions from your documents" className="mt-2 flex flex-wrap justify-center gap-2">
          {questions.map((question) => (
            <li key={question}>
              <Button
                size="small"
                className="h-auto min-h-8 py-1 text-left whitespace-normal"
                onClick={() => onAsk(question)}
              >
                {question}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

export function ChatPanel({ api, chat, sources, input, usage, blocked, onAddDocument }: ChatPanelProps) {
  const [passage, setPassage] = useState<OpenedPassage | null>(null);
  const scroller = useRef<HTMLElement>(null);
  const ready = sources.some((source) => source.status === 'ready');
  const questions = useSuggestedQuestions(api, sources, chat.turns.length === 0);

  const last = chat.turns.at(-1);
  const lastId = last?.id;
  const grown = last === undefined ? 0 : last.text.length + last.sources.length + (last.problem ? 1 : 0);
  // A new question is always brought into view; a growing answer only follows someone who is at its end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when a question is added
  useEffect(() => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, [lastId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the answer grows
  useEffect(() => {
    const box = scroller.current;
    if (box && box.scrollHeight - box.scrollTop - box.clientHeight < 320) box.scrollTop = box.scrollHeight;
  }, [grown, last?.state]);

  const open = (turn: Turn, citation: Citation) => {
    const known = new Set(turn.sources.map((source) => source.n));
    setPassage({ citation, statements: statementsCiting(turn.text, citation.n, known) });
  };

  return (
    <section aria-labelledby="chat-title" className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center justify-between px-5 pt-3 lg:px-8">
        <h2 id="chat-title" className="sr-only">
          Ask the assistant
        </h2>
        {chat.turns.length > 0 ? (
          <Button
            variant="ghost"
            size="small"
            className="ml-auto"
            onClick={() => {
              chat.clear();
              input.current?.focus();
            }}
          >
            New conversation
          </Button>
        ) : null}
      </div>
      <ScrollRegion
        ref={scroller}
        aria-label="Conversation"
        className="flex min-h-0 flex-1 flex-col px-5 lg:px-8"
      >
        {chat.turns.length === 0 ? (
          <EmptyChat ready={ready} questions={questions} onAsk={chat.ask} onAddDocument={onAddDocument} />
        ) : (
          <div className="mx-auto grid w-full max-w-2xl grid-cols-1 gap-9 pt-3 pb-8">
            {chat.turns.map((turn) => (
              <TurnView
                key={turn.id}
                turn={turn}
                onOpen={open}
                onRetry={chat.retry}
                onRate={chat.rate}
                onAddDocument={onAddDocument}
              />
            ))}
          </div>
        )}
      </ScrollRegion>
      <div className="px-4 pt-1 pb-3 lg:px-8 lg:pb-5">
        <div className="mx-auto max-w-2xl">
          <Composer
            input={input}
            running={chat.running}
            blocked={blocked}
            note={usage}
            onAsk={chat.ask}
            onStop={chat.stop}
          />
        </div>
      </div>
      <PassageSheet api={api} passage={passage} onClose={() => setPassage(null)} />
    </section>
  );
}
