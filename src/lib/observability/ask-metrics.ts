/** Counts and measures questions on their way to their answers. */
import type { AskEnd, AskObserver, AskStart, AskWatch, Timing } from '#lib/ports/ask-observer.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';

type Stage = 'embed' | 'retrieve' | 'rerank' | 'generate' | 'total';

const seconds = ({ startedAt, endedAt }: Timing) => Math.max(0, endedAt - startedAt) / 1_000;

/** `now` in milliseconds. */
export function askMetrics(telemetry: Telemetry, now: () => number = () => performance.now()): AskObserver {
  function watch(via: AskStart['via']): AskWatch {
    const startedAt = now();
    const stages: [Stage, number][] = [];
    let over = false;

    function tell(end: AskEnd): void {
      telemetry.count('frontdesk_asks_total', { via, outcome: end.outcome });
      const mode = 'answer' in end ? end.answer.mode : 'none';
      stages.push(['total', seconds({ startedAt, endedAt: now() })]);
      for (const [stage, took] of stages)
        telemetry.observe('frontdesk_ask_duration_seconds', { stage, mode }, took);
      if (mode !== 'none' && 'answer' in end)
        telemetry.observe('frontdesk_answer_confidence', { mode }, end.answer.confidence);
    }
    return {
      retrieved({ embed, search, rerank, passages, error }) {
        stages.push(['embed', seconds(embed)]);
        if (search) stages.push(['retrieve', seconds(search)]);
        if (rerank) stages.push(['rerank', seconds(rerank)]);
        if (error === null) telemetry.observe('frontdesk_retrieved_passages', {}, passages.length);
      },
      called(call) {
        if (call.firstTokenAt === null) return;
        const first = { startedAt: call.startedAt, endedAt: call.firstTokenAt };
        telemetry.observe('frontdesk_model_first_token_seconds', { model: call.model }, seconds(first));
      },
      ran() {},
      worded: (timing) => void stages.push(['generate', seconds(timing)]),
      noted(note) {
        if (note.note === 'cache') telemetry.count('frontdesk_answer_cache_total', { outcome: note.outcome });
        if (note.note === 'removed')
          telemetry.count('frontdesk_injection_flags_total', { kind: note.what }, note.count);
      },
      ended(end) {
        if (over) return;
        over = true;
        tell(end);
      },
    };
  }
  return {
    ask: ({ via }) => watch(via),
    batch({ via, queries, unique }) {
      telemetry.observe('frontdesk_ask_batch_size', {}, queries.length);
      telemetry.observe('frontdesk_ask_batch_unique_ratio', {}, unique / queries.length);
      return { asks: queries.map(() => watch(via)), ended() {} };
    },
  };
}
