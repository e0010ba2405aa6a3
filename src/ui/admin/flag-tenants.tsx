/** Which tenants have a flag whatever the chance, which never, and in which variant it is served. */
import type { FlagState } from '#lib/contracts/flags.ts';
import { FLAG_TENANTS_LISTED_MAX } from '#lib/core/limits.ts';
import { Field, Select, Textarea } from '../components/field.tsx';
import { plural } from '../words.ts';
import type { AdminApi } from './admin-api.ts';
import type { FlagDraft } from './flag-draft.ts';
import { parseTenantIds, withTenantId } from './parse-tenant-ids.ts';
import { TenantPicker } from './tenant-picker.tsx';

interface FlagTenantsProps {
  api: AdminApi;
  flag: FlagState;
  draft: FlagDraft;
  onChange: (change: Partial<FlagDraft>) => void;
}

export function FlagTenants({ api, flag, draft, onChange }: FlagTenantsProps) {
  const allow = parseTenantIds(draft.allow);
  const deny = parseTenantIds(draft.deny);
  const both = allow.ids.filter((id) => deny.ids.includes(id)).length;
  const put = (list: 'allow' | 'deny', id: string) => onChange({ [list]: withTenantId(draft[list], id) });
  return (
    <details>
      <summary className="text-sm text-quiet">
        {flag.variants.length > 1 ? 'Variant and single tenants' : 'Single tenants'}
      </summary>
      <div className="mt-3 grid gap-4">
        {flag.variants.length > 1 ? (
          <div className="max-w-xs">
            <Field label="Variant" hint="What tenants that have the flag are served.">
              {(props) => (
                <Select
                  {...props}
                  value={draft.variant}
                  onChange={(event) => onChange({ variant: event.target.value })}
                >
                  {flag.variants.map((variant) => (
                    <option key={variant}>{variant}</option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
        ) : null}
        <TenantPicker
          api={api}
          actions={[
            { name: 'Always', act: ({ tenant_id }) => put('allow', tenant_id) },
            { name: 'Never', act: ({ tenant_id }) => put('deny', tenant_id) },
          ]}
        />
        <div className="grid gap-4 md:grid-cols-2">
          {(['allow', 'deny'] as const).map((list) => {
            const { ids, error } = list === 'allow' ? allow : deny;
            return (
              <Field
                key={list}
                label={list === 'allow' ? 'Always on for' : 'Never on for'}
                hint={`Tenant ids, one a line. ${plural(ids.length, 'tenant')} of ${FLAG_TENANTS_LISTED_MAX}.`}
                error={error ?? undefined}
              >
                {(props) => (
                  <Textarea
                    {...props}
                    spellCheck={false}
                    className="font-mono text-[0.8125rem]"
                    value={draft[list]}
                    onChange={(event) => onChange({ [list]: event.target.value })}
                  />
                )}
              </Field>
            );
          })}
        </div>
        {both > 0 ? (
          <p className="text-sm text-quiet">
            {plural(both, 'tenant is', 'tenants are')} on both lists: “never” wins.
          </p>
        ) : null}
      </div>
    </details>
  );
}
