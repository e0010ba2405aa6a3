/** One source of the knowledge base: what it is, how far it is, and the way to remove it. */
import { Trash2 } from 'lucide-react';
import type { Source } from '#lib/contracts/kb.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Progress } from '../components/progress.tsx';
import { bytesInWords, plural } from '../words.ts';

const STATUS = {
  queued: { tone: 'plain', word: 'Queued' },
  ingesting: { tone: 'busy', word: 'Reading' },
  ready: { tone: 'good', word: 'Ready' },
  failed: { tone: 'bad', word: 'Failed' },
} as const;

/** "PDF" for report.pdf; pasted text has no extension. */
function kindOf(source: Pick<Source, 'kind' | 'name'>): string {
  if (source.kind === 'text') return 'TEXT';
  const extension = /\.([a-z0-9]{1,8})$/i.exec(source.name)?.[1]?.toUpperCase() ?? 'FILE';
  return { MARKDOWN: 'MD', HTM: 'HTML' }[extension] ?? extension;
}

export function KindMark({ kind }: { kind: string }) {
  return (
    <span
      aria-hidden
      className="mt-0.5 flex h-6 w-11 shrink-0 items-center justify-center rounded-sm border bg-subtle font-mono text-[0.6875rem] text-quiet"
    >
      {kind}
    </span>
  );
}

export function SourceRow({ source, onRemove }: { source: Source; onRemove: () => void }) {
  const { tone, word } = STATUS[source.status];
  return (
    <li className="flex gap-3 py-2.5" data-status={source.status} data-name={source.name}>
      <KindMark kind={kindOf(source)} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium" title={source.name}>
          {source.name}
        </p>
        <p className="flex flex-wrap items-center gap-x-2 text-[0.8125rem] text-quiet">
          <Badge tone={tone}>{word}</Badge>
          {source.status === 'ready' ? <span>{plural(source.chunks, 'passage')}</span> : null}
          <span>{bytesInWords(source.bytes)}</span>
        </p>
        {source.status === 'ingesting' ? (
          <div className="pt-1.5 pb-0.5">
            <Progress
              label={`Reading ${source.name}`}
              percent={source.progress_percent === 0 ? undefined : source.progress_percent}
            />
          </div>
        ) : null}
        {source.error ? (
          <p className="mt-0.5 text-[0.8125rem] break-words text-bad">{source.error.message}</p>
        ) : null}
      </div>
      <Button variant="ghost" size="icon" aria-label={`Remove ${source.name}`} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </li>
  );
}
