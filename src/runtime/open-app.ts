/** Opens the application in the mode that the environment asks for. */
import { readConfig } from '#env.ts';
import type { App } from './app.ts';
import { openEmbedded } from './embedded.ts';
import { openServer } from './production.ts';

/** Errors: ConfigError with every problem of the environment, and those of the mode. */
export async function openApp(): Promise<App> {
  const config = readConfig();
  return config.mode === 'embedded' ? openEmbedded(config) : openServer(config);
}
