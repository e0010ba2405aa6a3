/** A test aid (FAULT_AT=n): kills this process at the n-th side effect of its jobs of some kinds, as a power cut would. */
import type { Ports } from './ports.ts';

/**
 * What jobs run on, counting their side effects: each transaction of a tenant twice, when all of it is done but not
 * committed and when it is committed, and each job that is sent. The n-th is the last thing that this process does.
 */
export function withFaults(ports: Ports, faultAt: number | undefined): Ports {
  if (faultAt === undefined) return ports;
  ports.log.error(
    { fault_at: faultAt },
    'FAULT_AT is set: this process will kill itself. It is for tests only.',
  );
  let effects = 0;
  const effect = () => {
    if (++effects === faultAt) process.kill(process.pid, 'SIGKILL');
  };
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    effect();
    return result;
  };
  const { database, jobs } = ports;
  return {
    ...ports,
    database: {
      ...database,
      asTenant: (tenantId, work) => counted(database.asTenant(tenantId, (tx) => counted(work(tx)))),
    },
    jobs: { ...jobs, enqueue: (...job) => counted(jobs.enqueue(...job)) },
  };
}
