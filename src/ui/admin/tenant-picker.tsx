/** Finds tenants by a part of the name or address, or by id, and offers what can be done with each. */
import { useDeferredValue, useState } from 'react';
import type { AdminTrial } from '#lib/contracts/admin-trials.ts';
import { Button } from '../components/button.tsx';
import { Field, Input } from '../components/field.tsx';
import type { AdminApi } from './admin-api.ts';
import { Problem } from './parts.tsx';
import { usePolled } from './use-polled.ts';

const SHOWN = 5;

interface TenantPickerProps {
  api: AdminApi;
  /** The name of each button, and what it does with the tenant. */
  actions: readonly { name: string; act: (trial: AdminTrial) => void }[];
}

export function TenantPicker({ api, actions }: TenantPickerProps) {
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim());
  return (
    <div className="grid gap-2">
      <Field label="Find a tenant">
        {(props) => (
          <Input
            {...props}
            type="search"
            autoComplete="off"
            maxLength={200}
            placeholder="Business, e-mail or tenant id"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
      </Field>
      {wanted === '' ? null : <Found api={api} wanted={wanted} actions={actions} />}
    </div>
  );
}

function Found({ api, wanted, actions }: TenantPickerProps & { wanted: string }) {
  const query = new URLSearchParams({ search: wanted, limit: String(SHOWN) });
  const { data, problem } = usePolled<{ trials: AdminTrial[]; next_cursor: string | null }>(
    api,
    `/trials?${query}`,
    ['trials'],
  );
  if (problem) return <Problem problem={problem} />;
  if (data === null) return <p className="text-sm text-quiet">Searching…</p>;
  if (data.trials.length === 0) return <p className="text-sm text-quiet">No tenant is found by this.</p>;
  return (
    <>
      <ul aria-label="Tenants found" className="divide-y divide-line rounded-md border">
        {data.trials.map((trial) => (
          <li key={trial.tenant_id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-2">
            <div className="min-w-0 flex-1 basis-48 text-sm">
              <p className="break-words">{trial.business_name}</p>
              <p className="text-[0.8125rem] break-all text-quiet">{trial.email}</p>
            </div>
            <div className="flex flex-wrap gap-1.5">
              {actions.map(({ name, act }) => (
                <Button key={name} size="small" onClick={() => act(trial)}>
                  {name}
                  <span className="sr-only"> for {trial.business_name}</span>
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {data.next_cursor ? (
        <p className="text-[0.8125rem] text-quiet">There are more; say more of the name.</p>
      ) : null}
    </>
  );
}
