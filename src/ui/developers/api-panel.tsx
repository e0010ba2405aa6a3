/** How a program uses this trial: commands to paste, and the keys it should use. */
import type { Api } from '../api-client.ts';
import { CodeBlock } from '../components/code-block.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { ApiKeys } from './api-keys.tsx';
import { askExample, batchExample, statusExample, uploadExample } from './curl-examples.ts';

export function ApiPanel({ api }: { api: Api }) {
  const { origin } = location;
  return (
    <section aria-labelledby="api-title" className="min-h-0 flex-1 overflow-y-auto px-5 py-6 lg:px-8">
      <div className="mx-auto grid max-w-2xl grid-cols-1 gap-9">
        <div className="grid grid-cols-1 gap-3">
          <div>
            <h2 id="api-title" className="text-lg font-semibold tracking-tight">
              Use the API
            </h2>
            <p className="text-sm text-quiet">
              Everything this page does is an HTTP call. The whole contract, as OpenAPI:{' '}
              <a href="/api/openapi.json" className="text-brass underline underline-offset-4">
                /api/openapi.json
              </a>
            </p>
          </div>
          <CodeBlock label="Keep a key in the terminal" code={'export FRONTDESK_TOKEN="fd_…"'} />
          {api.token === null ? null : (
            <p className="flex flex-wrap items-center gap-2 text-sm text-quiet">
              Your trial token works too, for everything:
              <CopyButton text={api.token} label="Copy the trial token">
                Copy the trial token
              </CopyButton>
            </p>
          )}
        </div>
        <ApiKeys api={api} />
        <div className="grid grid-cols-1 gap-3">
          <h3 className="font-semibold tracking-tight">Examples</h3>
          <CodeBlock label="Ask a question" code={askExample(origin)} />
          <CodeBlock label="Ask many in one call" code={batchExample(origin)} />
          <CodeBlock label="Add documents" code={uploadExample(origin)} />
          <CodeBlock label="See how far they are" code={statusExample(origin)} />
        </div>
      </div>
    </section>
  );
}
