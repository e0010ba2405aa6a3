/** Opens what the verbs run on, in the mode of a configuration, with jobs running in this process. */
import type { Config } from '#env.ts';
import { openEmbeddedPorts } from './embedded.ts';
import type { Ports } from './ports.ts';
import { openProductionPorts } from './production.ts';

export function openPorts(config: Config): Promise<{ ports: Ports; close(): Promise<void> }> {
  return config.mode === 'embedded'
    ? openEmbeddedPorts(config)
    : openProductionPorts(config, { consumes: true });
}
