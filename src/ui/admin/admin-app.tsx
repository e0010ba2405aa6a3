/** The console: asks who is logged in, and shows the log-in or the views. */
'use client';
import { useEffect, useMemo, useState } from 'react';
import type { AdminMe } from '#lib/contracts/admin.ts';
import { isAbort, type ProblemError, toProblem } from '../api-client.ts';
import { AnnouncerProvider } from '../components/announcer.tsx';
import { createAdminApi } from './admin-api.ts';
import { Console } from './console.tsx';
import { LogInForm } from './log-in-form.tsx';
import { Problem } from './parts.tsx';

export function AdminApp() {
  return (
    <AnnouncerProvider>
      <Session />
    </AnnouncerProvider>
  );
}

/** The cookie lasts an hour unless it is renewed, which `GET /me` does. */
const RENEW_MS = 10 * 60_000;

function Session() {
  const [me, setMe] = useState<AdminMe | 'nobody' | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [turn, setTurn] = useState(0);
  const api = useMemo(() => createAdminApi(() => setMe('nobody')), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again
  useEffect(() => {
    const stop = new AbortController();
    const load = () =>
      api.request<AdminMe>('/me', { signal: stop.signal }).then(
        (found) => {
          setMe(found);
          setProblem(null);
        },
        (error) => {
          if (isAbort(error)) return;
          const failed = toProblem(error);
          if (failed.code !== 'unauthenticated') setProblem(failed);
        },
      );
    void load();
    const timer = setInterval(load, RENEW_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [api, turn]);

  if (me === null) {
    return (
      <main className="mx-auto max-w-sm p-5">
        <h1 className="sr-only">Frontdesk console</h1>
        {problem ? <Problem problem={problem} /> : <p className="text-sm text-quiet">Loading…</p>}
      </main>
    );
  }
  if (me === 'nobody') return <LogInForm onLoggedIn={() => setTurn((now) => now + 1)} />;
  return <Console api={api} me={me} onLoggedOut={() => setMe('nobody')} />;
}
