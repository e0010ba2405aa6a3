/** One file on its way to the server, or one that was not taken and why. */
import { RotateCw, X } from 'lucide-react';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Progress } from '../components/progress.tsx';
import { KindMark } from './source-row.tsx';
import type { Upload } from './use-uploads.ts';

const STATES = {
  waiting: { tone: 'plain', word: 'Waiting' },
  sending: { tone: 'busy', word: 'Sending' },
  refused: { tone: 'bad', word: 'Not added' },
  duplicate: { tone: 'plain', word: 'Duplicate' },
} as const;

interface UploadRowProps {
  upload: Upload;
  onRetry: () => void;
  onDismiss: () => void;
}

export function UploadRow({ upload, onRetry, onDismiss }: UploadRowProps) {
  const { tone, word } = STATES[upload.state];
  const settled = upload.state === 'refused' || upload.state === 'duplicate';
  return (
    <li className="flex gap-3 py-2.5" data-upload={upload.state} data-name={upload.name}>
      <KindMark kind={/\.([a-z0-9]{1,5})$/i.exec(upload.name)?.[1]?.toUpperCase() ?? 'FILE'} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium" title={upload.name}>
          {upload.name}
        </p>
        <p className="flex items-center gap-x-2 text-[0.8125rem] text-quiet">
          <Badge tone={tone}>{word}</Badge>
          {upload.state === 'sending' ? <span>{Math.round(upload.percent)} %</span> : null}
        </p>
        {upload.state === 'sending' ? (
          <div className="pt-1.5 pb-0.5">
            <Progress label={`Sending ${upload.name}`} percent={upload.percent} />
          </div>
        ) : null}
        {upload.message ? (
          <p
            className={`mt-0.5 text-[0.8125rem] break-words ${upload.state === 'refused' ? 'text-bad' : 'text-quiet'}`}
          >
            {upload.message}
          </p>
        ) : null}
      </div>
      {settled && upload.retry ? (
        <Button variant="ghost" size="icon" aria-label={`Try ${upload.name} again`} onClick={onRetry}>
          <RotateCw aria-hidden />
        </Button>
      ) : null}
      {settled ? (
        <Button variant="ghost" size="icon" aria-label={`Dismiss ${upload.name}`} onClick={onDismiss}>
          <X aria-hidden />
        </Button>
      ) : null}
    </li>
  );
}
