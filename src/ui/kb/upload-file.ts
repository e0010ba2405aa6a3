/** Sends one file with progress. XMLHttpRequest, because fetch does not tell how much of a body has gone. */
import type { AcceptedSource } from '#lib/contracts/kb.ts';
import { offlineError, ProblemError, problemFrom } from '../api-client.ts';

interface UploadOptions {
  token: string;
  /** Makes a retry of the same file safe. */
  idempotencyKey: string;
  onProgress: (percent: number) => void;
  signal: AbortSignal;
}

export function uploadFile(file: File, options: UploadOptions): Promise<AcceptedSource> {
  const { token, idempotencyKey, onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new DOMException('Stopped.', 'AbortError'));
    const request = new XMLHttpRequest();
    request.open('POST', '/api/trial/kb/upload');
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('idempotency-key', idempotencyKey);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress((100 * event.loaded) / event.total);
    };
    request.onload = () => {
      if (request.status !== 202) {
        return reject(
          problemFrom(request.status, request.responseText, request.getResponseHeader('retry-after')),
        );
      }
      const { sources } = JSON.parse(request.responseText) as { sources: AcceptedSource[] };
      const [source] = sources;
      if (source) resolve(source);
      else reject(new ProblemError('internal', 'The server did not say what became of this file.'));
    };
    request.onerror = () => reject(offlineError());
    request.onabort = () => reject(new DOMException('Stopped.', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('files', file);
    request.send(form);
  });
}
