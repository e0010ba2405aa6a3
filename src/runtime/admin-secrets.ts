/** The secrets of admin authentication: from the environment, or made once and kept in embedded mode's data directory. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type AdminSecrets, type Config, ConfigError } from '#env.ts';
import { ADMIN_SECRET_MIN_BYTES } from '#lib/core/limits.ts';

const FILE = 'admin-secrets.json';

/** Errors: ConfigError in production mode without them. */
export function adminSecrets(config: Config): AdminSecrets {
  if (config.admin) return config.admin;
  if (config.mode === 'embedded') return keptIn(resolve(config.dataDir));
  throw new ConfigError(
    ['ADMIN_JWT_SECRETS', 'ADMIN_PASSWORD_PEPPERS'].map(
      (name) => `${name}: is needed by servers with DATABASE_URL (“openssl rand -base64 32” makes one)`,
    ),
  );
}

function keptIn(directory: string): AdminSecrets {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, FILE);
  // Exclusive: whoever comes second reads what the first has written.
  try {
    const made = { jwt_secrets: [newKey()], password_peppers: [newKey()] };
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, `${JSON.stringify(made, null, 2)}\n`);
    fsyncSync(file);
    closeSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readSecrets(path);
}

const newKey = () => randomBytes(ADMIN_SECRET_MIN_BYTES).toString('base64');

function readSecrets(path: string): AdminSecrets {
  const sound = (list: unknown): list is [string, ...string[]] =>
    Array.isArray(list) &&
    list.length > 0 &&
    list.every((one) => typeof one === 'string' && Buffer.byteLength(one) >= ADMIN_SECRET_MIN_BYTES);
  let kept: { jwt_secrets?: unknown; password_peppers?: unknown };
  try {
    kept = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    kept = {};
  }
  const { jwt_secrets: jwtSecrets, password_peppers: peppers } = kept;
  if (sound(jwtSecrets) && sound(peppers)) return { jwtSecrets, peppers };
  throw new ConfigError([
    `${path}: must hold jwt_secrets and password_peppers of ${ADMIN_SECRET_MIN_BYTES} bytes each; without the former peppers no password fits`,
  ]);
}
