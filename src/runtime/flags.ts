/** Opens the feature flags: from the database's table, asked through OpenFeature. */
import { FLAGS_POLL_MS } from '#lib/core/limits.ts';
import { openFeatureFlags } from '#lib/flags/openfeature-flags.ts';
import { openTableFlags } from '#lib/flags/table-flags.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Flags } from '#lib/ports/flags.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';

/** Never fails: without the database the catalogue's defaults hold. `aloneOnDatabase`: nobody else changes flags. */
export async function openFlags(
  ports: { database: Database; log: Log; telemetry?: Telemetry },
  options: { aloneOnDatabase: boolean; pollMs?: number },
): Promise<Flags> {
  return openFeatureFlags(await openTableFlags(ports, { pollMs: FLAGS_POLL_MS, ...options }));
}
