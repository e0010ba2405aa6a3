/** Takes pasted text into the knowledge base. */
import type { AcceptedSource, AddTextInput } from '#lib/contracts/kb.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import { acceptSources } from './accept-sources.ts';

/** Errors: `file_empty`, `trial_expired`, `quota_exceeded`. */
export async function addText(
  ports: Parameters<typeof acceptSources>[0],
  caller: TenantCaller,
  input: AddTextInput,
): Promise<{ sources: AcceptedSource[] }> {
  if (input.content.trim() === '') throw new AppError('file_empty', 'The text is empty.');
  const content = new TextEncoder().encode(input.content);
  const { title } = input;
  const url = input.url ?? null;
  return acceptSources(ports, caller, [
    { kind: 'text', name: title, title, url, declaredType: null, content },
  ]);
}
