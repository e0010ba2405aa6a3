/** Where a question is typed: Enter asks, Shift+Enter starts a new line, the same button stops. */
import { ArrowUp, Square } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { QUERY_MAX_CHARS } from '#lib/core/limits.ts';
import { Button } from '../components/button.tsx';

interface ComposerProps {
  input: RefObject<HTMLTextAreaElement | null>;
  running: boolean;
  /** Why nothing can be asked now, when that is so. */
  blocked: string | null;
  note: string;
  onAsk: (question: string) => void;
  onStop: () => void;
}

export function Composer({ input, running, blocked, note, onAsk, onStop }: ComposerProps) {
  const [text, setText] = useState('');
  const left = QUERY_MAX_CHARS - text.length;

  const send = () => {
    const question = text.trim();
    if (question === '' || running || blocked !== null) return;
    onAsk(question);
    setText('');
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="grid gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex items-end gap-2 rounded-xl border border-field bg-surface p-1.5 pl-3.5 focus-within:border-transparent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-brass">
        <label htmlFor="question" className="sr-only">
          Your question
        </label>
        <textarea
          id="question"
          ref={input}
          rows={1}
          value={text}
          maxLength={QUERY_MAX_CHARS}
          placeholder="Ask something your visitors ask"
          aria-describedby="composer-note"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-40 min-h-9 w-full resize-none bg-transparent py-1.5 text-base leading-6 placeholder:text-quiet focus-visible:outline-none sm:text-[0.9375rem] pointer-coarse:min-h-11 pointer-coarse:py-2.5"
        />
        {running ? (
          <Button
            variant="outline"
            className="size-9 px-0 pointer-coarse:size-11"
            aria-label="Stop"
            onClick={onStop}
          >
            <Square aria-hidden className="fill-current" />
          </Button>
        ) : (
          <Button
            type="submit"
            variant="primary"
            className="size-9 px-0 pointer-coarse:size-11"
            aria-label="Ask"
            aria-disabled={text.trim() === '' || blocked !== null}
          >
            <ArrowUp aria-hidden />
          </Button>
        )}
      </div>
      <p id="composer-note" className="flex justify-between gap-3 px-1 text-[0.8125rem] text-quiet">
        <span>{blocked ?? note}</span>
        {left < 200 ? <span>{left} characters left</span> : null}
      </p>
    </form>
  );
}
