/** The frame of the console: who is logged in, the views, and the one that is open. */
import { LogOut } from 'lucide-react';
import type { AdminMe } from '#lib/contracts/admin.ts';
import type { AdminRole } from '#lib/core/caller.ts';
import { Button } from '../components/button.tsx';
import { cn } from '../components/class-names.ts';
import { ThemeToggle } from '../theme-toggle.tsx';
import { Wordmark } from '../wordmark.tsx';
import { AccountView } from './account-view.tsx';
import type { AdminApi } from './admin-api.ts';
import { AuditView } from './audit-view.tsx';
import { ChangesProvider, LiveSign } from './changes.tsx';
import { FlagsView } from './flags-view.tsx';
import { HealthView } from './health-view.tsx';
import { OverviewView } from './overview-view.tsx';
import { Problem } from './parts.tsx';
import { QuestionsView } from './questions-view.tsx';
import { TrialView } from './trial-view.tsx';
import { TrialsView } from './trials-view.tsx';
import { useAction } from './use-action.ts';
import { useHash } from './use-hash.ts';
import { UsersView } from './users-view.tsx';
import { WorkflowsView } from './workflows-view.tsx';

const VIEWS: { id: string; name: string; roles: readonly AdminRole[] }[] = [
  { id: 'overview', name: 'Overview', roles: ['viewer', 'operator', 'owner'] },
  { id: 'trials', name: 'Trials', roles: ['viewer', 'operator', 'owner'] },
  { id: 'workflows', name: 'Workflows', roles: ['viewer', 'operator', 'owner'] },
  { id: 'questions', name: 'Questions', roles: ['viewer', 'operator', 'owner'] },
  { id: 'flags', name: 'Flags', roles: ['viewer', 'operator', 'owner'] },
  { id: 'health', name: 'Health', roles: ['viewer', 'operator', 'owner'] },
  { id: 'audit', name: 'Audit log', roles: ['operator', 'owner'] },
  { id: 'users', name: 'Users', roles: ['owner'] },
];

/** Reached by one's own address, not among the views. */
const ACCOUNT = 'account';

interface ConsoleProps {
  api: AdminApi;
  me: AdminMe;
  onLoggedOut: () => void;
}

export function Console({ api, me, onLoggedOut }: ConsoleProps) {
  const { problem, run } = useAction();
  const [wanted = '', id] = useHash().split('/');
  const views = VIEWS.filter(({ roles }) => roles.includes(me.role));
  const view =
    wanted === ACCOUNT ? ACCOUNT : (views.find(({ id: known }) => known === wanted)?.id ?? 'overview');
  const props = { api, me, operates: me.role !== 'viewer' };

  const logOut = async () => {
    if (await run(() => api.request('/logout', { method: 'POST', body: {} }))) onLoggedOut();
  };

  return (
    <ChangesProvider api={api}>
      <div className="min-h-dvh">
        <header className="border-b bg-surface">
          <div className="flex h-13 items-center gap-3 pr-3 pl-5">
            <Wordmark />
            <LiveSign />
            <a
              href={`#${ACCOUNT}`}
              aria-current={view === ACCOUNT ? 'page' : undefined}
              aria-label={`Your account, ${me.email}`}
              className="ml-auto inline-flex h-11 min-w-0 items-center text-[0.8125rem] text-quiet hover:text-foreground"
            >
              <span className="truncate underline underline-offset-2">{me.email}</span>
            </a>
            <div className="flex items-center gap-0.5">
              <ThemeToggle />
              <Button variant="ghost" size="icon" aria-label="Log out" title="Log out" onClick={logOut}>
                <LogOut aria-hidden />
              </Button>
            </div>
          </div>
          <nav aria-label="Console" className="flex flex-wrap gap-x-5 px-5">
            {views.map((one) => (
              <a
                key={one.id}
                href={`#${one.id}`}
                aria-current={one.id === view ? 'page' : undefined}
                className={cn(
                  '-mb-px inline-flex h-11 items-center border-b-2 border-transparent text-sm font-medium text-quiet hover:text-foreground',
                  one.id === view && 'border-foreground text-foreground',
                )}
              >
                {one.name}
              </a>
            ))}
          </nav>
        </header>
        <main className="mx-auto grid max-w-5xl grid-cols-1 gap-5 px-5 py-6">
          <Problem problem={problem} />
          {view === 'overview' ? <OverviewView {...props} /> : null}
          {view === 'trials' && !id ? <TrialsView {...props} /> : null}
          {view === 'trials' && id ? <TrialView key={id} tenantId={id} {...props} /> : null}
          {view === 'workflows' ? <WorkflowsView {...props} /> : null}
          {view === 'questions' ? <QuestionsView {...props} /> : null}
          {view === 'flags' ? <FlagsView {...props} /> : null}
          {view === 'health' ? <HealthView {...props} /> : null}
          {view === 'audit' ? <AuditView {...props} /> : null}
          {view === 'users' ? <UsersView {...props} /> : null}
          {view === ACCOUNT ? <AccountView {...props} /> : null}
        </main>
      </div>
    </ChangesProvider>
  );
}
