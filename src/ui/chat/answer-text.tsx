/** An answer as text (never HTML), its citation markers as buttons. */
import { splitCitations } from './split-citations.ts';

interface AnswerTextProps {
  text: string;
  sources: readonly { n: number; title: string }[];
  onOpen: (n: number) => void;
}

export function AnswerText({ text, sources, onOpen }: AnswerTextProps) {
  const titles = new Map(sources.map(({ n, title }) => [n, title]));
  return (
    <p className="text-[0.9375rem] leading-7 break-words whitespace-pre-wrap">
      {splitCitations(text, new Set(titles.keys())).map((part) =>
        part.kind === 'text' ? (
          <span key={part.at}>{part.text}</span>
        ) : (
          <button
            key={part.at}
            type="button"
            onClick={() => onOpen(part.n)}
            aria-label={`Source ${part.n}: ${titles.get(part.n)}`}
            title={titles.get(part.n)}
            className="mx-px inline-flex h-6 min-w-6 items-center justify-center rounded-sm bg-brass-soft px-1.5 align-baseline text-xs leading-none font-semibold text-brass transition-colors hover:bg-brass hover:text-background"
          >
            {part.n}
          </button>
        ),
      )}
    </p>
  );
}
