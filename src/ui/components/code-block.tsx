/** A piece of text to be copied into a terminal. */
import { CopyButton } from './copy-button.tsx';
import { ScrollRegion } from './scroll-region.tsx';

export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <figure className="relative overflow-hidden rounded-lg border bg-subtle">
      <figcaption className="flex h-10 items-center justify-between border-b py-1 pr-1 pl-3.5 text-[0.8125rem] text-quiet pointer-coarse:h-12">
        {label}
        <CopyButton text={code} label={`Copy: ${label}`} variant="ghost" />
      </figcaption>
      <ScrollRegion aria-label={label}>
        <pre className="px-3.5 py-3 font-mono text-[0.8125rem] leading-6">
          <code>{code}</code>
        </pre>
      </ScrollRegion>
    </figure>
  );
}
