/** A Prometheus of one's own on the loopback, with the rules and targets that are given to it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { ensureMonitoringPrograms } from './monitoring-programs.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { giveToServiceUser, makePrivateDirectory, writePrivateFile } from './service-user.ts';

export interface ScrapeTarget {
  job: string;
  /** `host:port` */
  address: string;
}

export interface PrometheusOptions {
  directory: string;
  /** Text of a file of rules. */
  rules: string;
  targets: readonly ScrapeTarget[];
  /** Of the targets. */
  token: string;
  /** Between scrapes, and between evaluations of rules that do not say. */
  interval: string;
  /** `host:port` of an Alertmanager. */
  alertmanager?: string;
  /** Puts blocks into its data directory before it starts. */
  fill?: (dataDirectory: string) => Promise<void>;
}

export interface PrometheusServer extends ServerProcess {
  url: string;
}

function configuration({ token, interval, alertmanager, targets }: PrometheusOptions): string {
  const byJob = Map.groupBy(targets, ({ job }) => job);
  return JSON.stringify({
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
    rule_files: ['rules.yml'],
    ...(alertmanager
      ? { alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] } }
      : {}),
    scrape_configs: [...byJob].map(([job, own]) => ({
      job_name: job,
      metrics_path: '/api/metrics',
      authorization: { credentials: token },
      static_configs: [{ targets: own.map(({ address }) => address) }],
    })),
  });
}

async function ready(url: string): Promise<void> {
  const response = await fetch(`${url}/-/ready`);
  if (response.status !== 200) throw new Error(`not ready: ${response.status}`);
}

export async function startPrometheus(options: PrometheusOptions): Promise<PrometheusServer> {
  const { prometheus } = await ensureMonitoringPrograms();
  const directory = makePrivateDirectory(options.directory);
  const dataDirectory = join(directory, 'data');
  makePrivateDirectory(dataDirectory);
  await options.fill?.(dataDirectory);
  // Whoever wrote the blocks, the server’s user owns them.
  for (const entry of readdirSync(dataDirectory, { recursive: true, encoding: 'utf8' }))
    giveToServiceUser(join(dataDirectory, entry));
  const config = join(directory, 'prometheus.yml');
  writePrivateFile(join(directory, 'rules.yml'), options.rules);
  writePrivateFile(config, configuration(options));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({
    name: 'prometheus',
    directory,
    port,
    command: [
      prometheus,
      `--config.file=${config}`,
      `--storage.tsdb.path=${dataDirectory}`,
      `--web.listen-address=127.0.0.1:${port}`,
      // Alertmanager hears at once what is still true, and what is not.
      '--rules.alert.resend-delay=1s',
    ],
    stopSignal: 'SIGTERM',
    probe: () => ready(url),
  });
  return Object.assign(server, { url });
}
