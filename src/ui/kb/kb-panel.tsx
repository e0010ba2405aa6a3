/** The knowledge base: give documents, watch them become ready, remove them. */
import { ClipboardPaste, Upload as UploadIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import type { AcceptedSource, Source } from '#lib/contracts/kb.ts';
import { UPLOAD_FILE_MAX_BYTES } from '#lib/core/limits.ts';
import type { Api } from '../api-client.ts';
import { Alert } from '../components/alert.tsx';
import { useAnnouncer } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { explainProblem } from '../explain-problem.ts';
import { bytesInWords, plural } from '../words.ts';
import { ACCEPTED_EXTENSIONS, ACCEPTED_IN_WORDS } from './check-files.ts';
import { DropZone } from './drop-zone.tsx';
import { PasteTextDialog } from './paste-text-dialog.tsx';
import { RemoveSourceDialog } from './remove-source-dialog.tsx';
import { sampleFile } from './sample-document.ts';
import { SourceRow } from './source-row.tsx';
import { UploadRow } from './upload-row.tsx';
import type { Sources } from './use-sources.ts';
import type { Uploads } from './use-uploads.ts';

interface KbPanelProps {
  api: Api;
  kb: Sources;
  uploads: Uploads;
  onRemoved: () => void;
  className?: string;
}

function summary(sources: Source[], more: boolean): string {
  const chunks = sources.reduce((sum, source) => sum + source.chunks, 0);
  return `${plural(sources.length, 'document')}${more ? ' shown' : ''} · ${plural(chunks, 'passage')}`;
}

export function KbPanel({ api, kb, uploads, onRemoved, className }: KbPanelProps) {
  const { announce, toast } = useAnnouncer();
  const picker = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLHeadingElement>(null);
  const [pasting, setPasting] = useState(false);
  const [removing, setRemoving] = useState<Source | null>(null);

  const textAdded = (source: AcceptedSource, bytes: number) => {
    if (source.duplicate) toast(`“${source.name}” is already there; nothing was added twice.`);
    else announce(`${source.name} added.`);
    kb.accepted(source, bytes, 'text');
  };

  const empty = kb.loaded && kb.sources.length === 0 && uploads.uploads.length === 0;
  return (
    <DropZone
      id="knowledge-base"
      aria-labelledby="kb-title"
      onFiles={uploads.add}
      className={`flex min-h-0 flex-col ${className ?? ''}`}
    >
      <div className="flex flex-col gap-3 border-b px-5 pt-4 pb-4">
        <div>
          <h2
            id="kb-title"
            ref={list}
            tabIndex={-1}
            className="font-semibold tracking-tight focus:outline-none"
          >
            Knowledge base
          </h2>
          <p className="text-[0.8125rem] text-quiet">
            {kb.loaded && kb.sources.length > 0
              ? summary(kb.sources, kb.more)
              : 'What the assistant answers from'}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button variant={empty ? 'primary' : 'outline'} onClick={() => picker.current?.click()}>
            <UploadIcon aria-hidden />
            Choose files
          </Button>
          <Button onClick={() => setPasting(true)}>
            <ClipboardPaste aria-hidden />
            Paste text
          </Button>
        </div>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          accept={ACCEPTED_EXTENSIONS.join(',')}
          aria-label="Files to add"
          onChange={(event) => {
            uploads.add([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <p className="text-[0.8125rem] text-quiet">
          <span className="pointer-coarse:hidden">Or drop them here: </span>
          {ACCEPTED_IN_WORDS}, up to {bytesInWords(UPLOAD_FILE_MAX_BYTES)} each.
        </p>
      </div>
      <div className="relative min-h-0 flex-1 overflow-y-auto px-5 py-1.5">
        {kb.problem ? (
          <Alert
            tone="bad"
            className="my-3"
            title={explainProblem(kb.problem).title}
            actions={
              <Button size="small" onClick={kb.refresh}>
                Try again
              </Button>
            }
          >
            {explainProblem(kb.problem).message}
          </Alert>
        ) : null}
        {empty ? (
          <div className="my-4 grid justify-items-start gap-3 rounded-lg border border-dashed border-field px-4 py-5 text-sm">
            <p>
              <span className="font-medium">Nothing here yet.</span>{' '}
              <span className="text-quiet">
                Add a document of yours, or see how it works with a made-up guesthouse’s guest guide.
              </span>
            </p>
            <Button size="small" onClick={() => uploads.add([sampleFile()])}>
              Try it with a sample document
            </Button>
          </div>
        ) : null}
        {kb.loaded || kb.problem ? null : <p className="py-4 text-sm text-quiet">Loading…</p>}
        <ul aria-label="Documents" className="divide-y divide-line">
          {uploads.uploads.map((upload) => (
            <UploadRow
              key={upload.id}
              upload={upload}
              onRetry={() => uploads.retry(upload.id)}
              onDismiss={() => uploads.dismiss(upload.id)}
            />
          ))}
          {kb.sources.map((source) => (
            <SourceRow key={source.source_id} source={source} onRemove={() => setRemoving(source)} />
          ))}
        </ul>
        {kb.more ? (
          <Button size="small" className="my-3" onClick={kb.loadMore}>
            Show more
          </Button>
        ) : null}
      </div>
      <PasteTextDialog api={api} open={pasting} onClose={() => setPasting(false)} onAdded={textAdded} />
      <RemoveSourceDialog
        source={removing}
        onClose={() => setRemoving(null)}
        onRemove={async (source) => {
          await kb.remove(source.source_id);
          toast(`“${source.name}” removed.`);
          onRemoved();
          // Its button is gone with it, so focus goes to the panel.
          setTimeout(() => list.current?.focus(), 0);
        }}
      />
    </DropZone>
  );
}
