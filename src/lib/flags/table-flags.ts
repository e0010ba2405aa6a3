/** Flags from the database's table: decided from memory, looked for anew every other second, and watched over. */
import { setTimeout as sleep } from 'node:timers/promises';
import { FLAG_KEYS, type FlagKey, isFlagKey } from '#lib/core/flag-keys.ts';
import { FLAGS_HAND_IN_MAX_MS } from '#lib/core/limits.ts';
import type { DecidedFlags, FlagListener } from '#lib/ports/flags.ts';
import { declarationOf } from './catalogue.ts';
import { decideFlag, defaultRule, type FlagRule, isPartial } from './decide-flag.ts';
import { type FlagRow, selectFlags, selectFlagsVersion } from './flag-store.ts';
import { type GuardPorts, guardFlag } from './guard-flag.ts';
import { addOutcomes } from './outcome-store.ts';
import { outcomeTally } from './tally-outcomes.ts';

export interface TableFlagsOptions {
  /** Between two looks, in milliseconds. */
  pollMs: number;
  /** Nobody else can change a flag, so none is looked for; what was observed is still handed in. */
  aloneOnDatabase: boolean;
}

/**
 * Resolves when the flags were read, or could not be: then the catalogue's defaults hold until they can. A database
 * that goes away later leaves the last state in force.
 */
export async function openTableFlags(ports: GuardPorts, options: TableFlagsOptions): Promise<DecidedFlags> {
  const rules = new Map<FlagKey, FlagRule>(FLAG_KEYS.map((key) => [key, defaultRule(key)]));
  const tally = outcomeTally();
  let listener: FlagListener = { changed() {}, stale() {} };
  let known = -1;
  let stale = false;
  let looking: Promise<void> = Promise.resolve();

  function learn(version: number, rows: readonly FlagRow[]): void {
    known = version;
    const changed = rows.filter((row) => isFlagKey(row.key) && rules.get(row.key)!.version !== row.version);
    for (const row of changed) rules.set(row.key as FlagKey, ruleOf(row));
    if (changed.length > 0) listener.changed(changed.map(({ key }) => key as FlagKey));
  }

  /** `when`: whether to look for changes too, or only if there is something to hand in. */
  async function look(when: 'always' | 'handing in'): Promise<void> {
    const outcomes = tally.take();
    if (when === 'handing in' && outcomes.length === 0) return;
    try {
      const news = await ports.database.asPlatform('poll-flags', async (tx) => {
        if (outcomes.length > 0) await addOutcomes(tx, outcomes);
        const version = await selectFlagsVersion(tx);
        return version === known ? null : { version, rows: await selectFlags(tx) };
      });
      if (news) learn(news.version, news.rows);
      tellStale(false);
    } catch (err) {
      tally.putBack(outcomes);
      // Once an outage, and not for each look into it.
      if (!stale) ports.log.warn({ err }, 'flags could not be read; the last known stay in force');
      tellStale(true);
      return;
    }
    const watched = new Set(outcomes.map(({ key }) => key as FlagKey));
    for (const key of watched) if (await guardFlag(ports, key)) await look('always');
  }

  function tellStale(now: boolean): void {
    if (now !== stale) listener.stale(now);
    stale = now;
  }

  function next(when: 'always' | 'handing in'): Promise<void> {
    looking = looking.then(() => look(when));
    return looking;
  }

  await next('always');
  let busy = false;
  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    await next(options.aloneOnDatabase ? 'handing in' : 'always');
    busy = false;
  }, options.pollMs);
  timer.unref();

  return {
    decide: (key, tenantId) => decideFlag(key, rules.get(key)!, tenantId),
    observe(decision, outcome) {
      if (isPartial(rules.get(decision.key)!)) tally.add(decision, outcome);
    },
    refresh: () => next('always'),
    listen(next) {
      listener = next;
      if (stale) next.stale(true);
    },
    async close() {
      clearInterval(timer);
      await Promise.race([next('handing in'), sleep(FLAGS_HAND_IN_MAX_MS, undefined, { ref: false })]);
    },
  };
}

function ruleOf(row: FlagRow): FlagRule {
  const { variants } = declarationOf(row.key as FlagKey);
  const { enabled, percentage, version } = row;
  const variant = variants.includes(row.variant) ? row.variant : variants[0];
  return { enabled, percentage, version, variant, allow: new Set(row.allow), deny: new Set(row.deny) };
}
