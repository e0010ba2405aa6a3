/** How the system is: its parts, its queues, what is stuck, room and versions; said in words, not in colours alone. */
import type { SystemHealth } from '#lib/contracts/admin-health.ts';
import { Alert } from '../components/alert.tsx';
import { Badge } from '../components/badge.tsx';
import { bytesInWords, plural } from '../words.ts';
import { Card, Fact, inWords, Problem, secondsInWords, timeInWords, ViewTitle } from './parts.tsx';
import { usePolled } from './use-polled.ts';
import type { ViewProps } from './view-props.ts';

const TONES = { ok: 'good', degraded: 'brass', down: 'bad', off: 'plain', shutting_down: 'brass' } as const;

export function HealthView({ api }: ViewProps) {
  const { data, problem } = usePolled<SystemHealth>(api, '/health');
  return (
    <>
      <ViewTitle aside={data ? <Badge tone={TONES[data.status]}>{inWords(data.status)}</Badge> : null}>
        System health
      </ViewTitle>
      <Problem problem={problem} />
      {data === null && problem === null ? <p className="text-sm text-quiet">Loading…</p> : null}
      {data ? <Health health={data} /> : null}
    </>
  );
}

function Health({ health }: { health: SystemHealth }) {
  const { parts, flags_off_by_guard: flagsOff } = health;
  return (
    <>
      {flagsOff.length > 0 ? (
        <Alert tone="bad" title={`The guard turned off: ${flagsOff.join(', ')}`}>
          <a href="#flags" className="underline underline-offset-2">
            See why
          </a>
        </Alert>
      ) : null}
      <section aria-labelledby="health-parts">
        <Card>
          <h2 id="health-parts" className="mb-3 font-semibold tracking-tight">
            Parts
          </h2>
          <ul aria-label="Parts" className="grid grid-cols-1 gap-x-8 gap-y-2 sm:grid-cols-3">
            {Object.entries(parts).map(([part, state]) => (
              <li key={part} className="flex items-center justify-between gap-3 text-sm">
                {inWords(part)} <Badge tone={TONES[state]}>{inWords(state)}</Badge>
              </li>
            ))}
          </ul>
          <p className="mt-3 text-[0.8125rem] text-quiet">
            {health.workers_seen_at
              ? `A process that runs jobs was last seen ${timeInWords(health.workers_seen_at)}.`
              : 'No process that runs jobs was seen yet.'}
          </p>
        </Card>
      </section>
      <Queues health={health} />
      <Stuck health={health} />
    </>
  );
}

function Queues({ health: { queues } }: { health: SystemHealth }) {
  return (
    <section aria-labelledby="health-queues">
      <Card>
        <h2 id="health-queues" className="mb-1 font-semibold tracking-tight">
          Queues
        </h2>
        <ul aria-label="Queues" className="divide-y divide-line">
          {queues.map((one) => (
            <li key={one.queue} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5 text-sm">
              <code className="min-w-0 flex-1 basis-44 font-mono text-[0.8125rem]">{one.queue}</code>
              <span className="text-quiet">
                {one.waiting} waiting
                {one.oldest_waiting_seconds === null
                  ? ''
                  : `, the oldest for ${secondsInWords(one.oldest_waiting_seconds)}`}{' '}
                · {one.active} running · {one.later} put off
              </span>
              {one.failed > 0 ? <Badge tone="bad">{one.failed} given up</Badge> : null}
            </li>
          ))}
        </ul>
      </Card>
    </section>
  );
}

function Stuck({ health }: { health: SystemHealth }) {
  const { ingestion, outbox, storage, versions } = health;
  const { disk } = storage;
  return (
    <dl className="grid grid-cols-1 gap-4 rounded-lg border bg-surface p-4 sm:grid-cols-3">
      <Fact name="Documents to be read">
        {ingestion.waiting} waiting
        {ingestion.oldest_waiting_seconds === null
          ? ''
          : `, the oldest for ${secondsInWords(ingestion.oldest_waiting_seconds)}`}{' '}
        · {ingestion.ingesting} being read
      </Fact>
      <Fact name="Documents that are stuck">
        {ingestion.stuck === 0 ? 'None' : <Badge tone="bad">{plural(ingestion.stuck, 'document')}</Badge>}
      </Fact>
      <Fact name="Mails">
        {outbox.mails.waiting} waiting · {outbox.mails.failed} failed in a day
      </Fact>
      <Fact name="Webhooks">
        {outbox.webhooks.waiting} waiting · {outbox.webhooks.failed} failed in a day
      </Fact>
      <Fact name="Database">{bytesInWords(storage.database_bytes)}</Fact>
      <Fact name="Free on the disk">
        {disk === null
          ? 'The database is on another machine'
          : `${bytesInWords(disk.free_bytes)} of ${bytesInWords(disk.total_bytes)}`}
      </Fact>
      <Fact name="Frontdesk">{versions.app}</Fact>
      <Fact name="PostgreSQL">{versions.database}</Fact>
      <Fact name="Migrations">
        {versions.migrations}, the last is {versions.migration}
      </Fact>
    </dl>
  );
}
