/** Opens who is told of questions: the metrics, and Langfuse where its keys are set. */
import type { Config } from '#env.ts';
import { askMetrics } from '#lib/observability/ask-metrics.ts';
import { eachObserver } from '#lib/observability/each-observer.ts';
import type { AskObserver } from '#lib/ports/ask-observer.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { maskPii } from '#lib/security/pii-mask.ts';
import { productVersion } from './telemetry.ts';

export interface OpenAskObserver {
  observer: AskObserver;
  /** Sends what traces are left, within a bound. Never rejects. */
  close(): Promise<void>;
}

export async function openAskObserver(
  { langfuse }: Pick<Config, 'langfuse'>,
  ports: { telemetry: Telemetry; log: Log },
): Promise<OpenAskObserver> {
  const metrics = askMetrics(ports.telemetry);
  if (langfuse === null) return { observer: eachObserver([metrics], ports.log), close: async () => {} };
  // Loaded only where it is used.
  const { langfuseTelemetry } = await import('#lib/observability/langfuse-telemetry.ts');
  const mask = (text: string) => maskPii(text).text;
  const release = langfuse.release ?? productVersion();
  const traces = langfuseTelemetry({ ...langfuse, release, mask }, ports);
  return { observer: eachObserver([metrics, traces.observer], ports.log), close: traces.close };
}
