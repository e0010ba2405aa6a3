/** Says of an answer that people have written it, with the page they point to. */
import { safeHref } from './safe-href.ts';

export function TeamAnswerNote({ url }: { url: string | null }) {
  const href = safeHref(url);
  return (
    <p className="text-[0.8125rem] break-all text-quiet">
      Written by your team
      {href === null ? null : (
        <>
          {' · '}
          <a className="underline underline-offset-2" href={href} target="_blank" rel="noreferrer">
            {new URL(href).hostname}
            <span className="sr-only"> (opens in a new tab)</span>
          </a>
        </>
      )}
    </p>
  );
}
