/** OpenFeature's server SDK over our flags: a provider that decides from memory, and the client that asks it. */
import {
  type Client,
  type EvaluationContext,
  FlagNotFoundError,
  NOOP_PROVIDER,
  OpenFeature,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
  TargetingKeyMissingError,
  TypeMismatchError,
} from '@openfeature/server-sdk';
import { isFlagKey } from '#lib/core/flag-keys.ts';
import { newId } from '#lib/core/ids.ts';
import type { DecidedFlags, FlagDecision, FlagExplanation, Flags } from '#lib/ports/flags.ts';

/**
 * A tenant's id is the targeting key. Boolean flags are booleans, flags with variants are strings, and nothing is a
 * number or an object. Errors, upon which OpenFeature gives the default of who asks: FLAG_NOT_FOUND, TYPE_MISMATCH,
 * TARGETING_KEY_MISSING (only when the answer depends on the tenant).
 */
function flagProvider(flags: DecidedFlags, events: OpenFeatureEventEmitter): Provider {
  function resolve(
    kind: FlagDecision['kind'] | null,
    key: string,
    { targetingKey }: EvaluationContext,
  ): FlagDecision {
    if (!isFlagKey(key)) throw new FlagNotFoundError(`there is no flag ${key}`);
    const decision = flags.decide(key, targetingKey || null);
    if (decision.kind !== kind) throw new TypeMismatchError(`${key} is a ${decision.kind} flag`);
    if (decision.reason === 'ERROR') throw new TargetingKeyMissingError(`${key} depends on the tenant`);
    return decision;
  }
  function details<T>(value: T, { variant, reason, version }: FlagDecision): ResolutionDetails<T> {
    return { value, variant, reason, flagMetadata: { version } };
  }
  const never = async (key: string, _default: unknown, context: EvaluationContext): Promise<never> => {
    resolve(null, key, context);
    throw new TypeMismatchError();
  };
  return {
    metadata: { name: 'frontdesk' },
    runsOn: 'server',
    events,
    async resolveBooleanEvaluation(key, _default, context) {
      const decision = resolve('boolean', key, context);
      return details(decision.enabled, decision);
    },
    async resolveStringEvaluation(key, _default, context) {
      const decision = resolve('variant', key, context);
      return details(decision.variant, decision);
    },
    resolveNumberEvaluation: never,
    resolveObjectEvaluation: never,
  };
}

/** The SDK's registry is one for the process, so each opening has a domain of its own. */
export async function openFeatureFlags(flags: DecidedFlags): Promise<Flags & { client: Client }> {
  const domain = `frontdesk-${newId()}`;
  const events = new OpenFeatureEventEmitter();
  await OpenFeature.setProviderAndWait(domain, flagProvider(flags, events));
  // Only now does the SDK hear what is emitted.
  flags.listen({
    changed: (keys) => events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [...keys] }),
    stale: (stale) => events.emit(stale ? ProviderEvents.Stale : ProviderEvents.Ready),
  });
  const client = OpenFeature.getClient(domain);
  return {
    client,
    decide: (key, tenantId) => flags.decide(key, tenantId),
    observe: (decision, outcome) => flags.observe(decision, outcome),
    refresh: () => flags.refresh(),
    async explain(key, tenantId): Promise<FlagExplanation> {
      const context = tenantId === null ? {} : { targetingKey: tenantId };
      // What the caller of a flag falls back to is what it decides without a tenant.
      const fallback = flags.decide(key, null);
      const { value, variant, reason, errorCode } =
        fallback.kind === 'boolean'
          ? await client.getBooleanDetails(key, fallback.enabled, context)
          : await client.getStringDetails(key, fallback.variant, context);
      return { value, variant, reason, errorCode };
    },
    async close() {
      await flags.close();
      await OpenFeature.setProviderAndWait(domain, NOOP_PROVIDER);
    },
  };
}
