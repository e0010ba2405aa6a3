/** The bar on top: whose trial this is, how long it runs, theme and sign-out. */
import { ListChecks, LogOut, MessagesSquare } from 'lucide-react';
import type { TrialState } from '#lib/contracts/trial.ts';
import { Button } from '../components/button.tsx';
import { ThemeToggle } from '../theme-toggle.tsx';
import { Wordmark } from '../wordmark.tsx';
import { dateInWords, daysLeft, plural } from '../words.ts';

interface WorkspaceHeaderProps {
  state: TrialState | null;
  onSignOut: () => void;
  /** On the guided set-up, from which the way leads to the workspace and not the other way round. */
  guided?: boolean;
}

export function WorkspaceHeader({ state, onSignOut, guided }: WorkspaceHeaderProps) {
  const tenant = state?.tenant;
  const ended = tenant?.status === 'expired';
  return (
    <header className="flex h-13 shrink-0 items-center gap-3 border-b bg-surface pr-3 pl-5">
      <Wordmark />
      {tenant ? (
        <>
          <span aria-hidden className="h-4 w-px rotate-12 bg-field max-sm:hidden" />
          <p className="min-w-0 truncate text-sm max-sm:hidden" title={tenant.business_name}>
            {tenant.business_name}
          </p>
          <p
            className="ml-auto shrink-0 text-[0.8125rem] whitespace-nowrap text-quiet"
            title={`Until ${dateInWords(tenant.expires_at)}`}
          >
            {ended ? 'Trial ended' : `${plural(daysLeft(tenant.expires_at, Date.now()), 'day')} left`}
          </p>
        </>
      ) : (
        <span className="ml-auto" />
      )}
      <div className="flex items-center gap-0.5">
        <a
          href={guided ? '/' : '/start'}
          title={guided ? 'Workspace' : 'Set-up'}
          className="inline-flex h-8 items-center gap-1.5 rounded-md px-2 text-[0.8125rem] font-medium text-quiet transition-colors hover:bg-subtle hover:text-foreground pointer-coarse:h-10"
        >
          {guided ? (
            <MessagesSquare aria-hidden className="size-4" />
          ) : (
            <ListChecks aria-hidden className="size-4" />
          )}
          <span className="max-sm:sr-only">{guided ? 'Workspace' : 'Set-up'}</span>
        </a>
        <ThemeToggle />
        <Button variant="ghost" size="icon" aria-label="Sign out" title="Sign out" onClick={onSignOut}>
          <LogOut aria-hidden />
        </Button>
      </div>
    </header>
  );
}
