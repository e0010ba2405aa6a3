/** How the parts of the system are, by its public readiness; said in words, not in colours alone. */
import { useEffect, useState } from 'react';
import type { Readiness } from '#lib/contracts/system.ts';
import { Badge } from '../components/badge.tsx';
import { Card, inWords } from './parts.tsx';

const POLL_MS = 10_000;
const TONES = { ok: 'good', degraded: 'brass', down: 'bad', off: 'plain' } as const;

export function HealthCard() {
  const [health, setHealth] = useState<Readiness | 'unreachable' | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const load = async () => {
      try {
        // 503 has the same body: it names what is down.
        const response = await fetch('/api/health/ready', { signal: stop.signal, cache: 'no-store' });
        setHealth((await response.json()) as Readiness);
      } catch {
        if (!stop.signal.aborted) setHealth('unreachable');
      }
    };
    void load();
    const timer = setInterval(load, POLL_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, []);

  return (
    <Card>
      <h2 className="mb-3 font-semibold tracking-tight">
        System{' '}
        <a href="#health" className="text-sm font-normal underline underline-offset-2">
          More
          <span className="sr-only"> about the system’s health</span>
        </a>
      </h2>
      {health === null ? <p className="text-sm text-quiet">Loading…</p> : null}
      {health === 'unreachable' ? <Badge tone="bad">The server does not answer</Badge> : null}
      {health !== null && health !== 'unreachable' ? (
        <ul aria-label="Parts of the system" className="grid grid-cols-1 gap-x-8 gap-y-2 sm:grid-cols-3">
          {Object.entries(health.parts ?? {}).map(([part, state]) => (
            <li key={part} className="flex items-center justify-between gap-3 text-sm">
              {inWords(part)} <Badge tone={TONES[state]}>{inWords(state)}</Badge>
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}
