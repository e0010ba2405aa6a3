/** An Alertmanager of one's own on the loopback, alone in its cluster. */
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { ensureMonitoringPrograms } from './monitoring-programs.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { makePrivateDirectory, writePrivateFile } from './service-user.ts';

interface AlertmanagerOptions {
  directory: string;
  /** Text of alertmanager.yml. */
  config: string;
  /** By name of a file in `directory`, as the configuration names them. */
  secrets: Readonly<Record<string, string>>;
}

export interface AlertmanagerServer extends ServerProcess {
  url: string;
  /** `host:port` */
  address: string;
}

export async function startAlertmanager(options: AlertmanagerOptions): Promise<AlertmanagerServer> {
  const { alertmanager } = await ensureMonitoringPrograms();
  const directory = makePrivateDirectory(options.directory);
  const config = join(directory, 'alertmanager.yml');
  for (const [name, secret] of Object.entries(options.secrets))
    writePrivateFile(join(directory, name), secret);
  writePrivateFile(config, options.config);
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const url = `http://${address}`;
  const server = await startServer({
    name: 'alertmanager',
    directory,
    port,
    command: [
      alertmanager,
      `--config.file=${config}`,
      `--storage.path=${makePrivateDirectory(join(directory, 'data'))}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
    ],
    stopSignal: 'SIGTERM',
    probe: async () => {
      const response = await fetch(`${url}/-/ready`);
      if (response.status !== 200) throw new Error(`not ready: ${response.status}`);
    },
  });
  return Object.assign(server, { url, address });
}
