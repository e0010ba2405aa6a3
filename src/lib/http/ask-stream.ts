/** Answers an ask the way the caller wants it: one question or a batch, as JSON or as server-sent events. */
import type {
  AskBatchInput,
  AskBatchResult,
  AskInput,
  AskResult,
  askRoute,
  BatchMember,
  VisitorAskResult,
} from '#lib/contracts/ask.ts';
import type { TenantCaller, VisitorCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import type { AskEvent, AskOptions, BatchAnswer, BatchOutcome } from '#lib/ragPipeline.ts';
import { emitted, type ServerSentEvent } from './event-stream.ts';
import { problemDocument } from './problem.ts';
import type { JsonResult, RouteContext } from './route.ts';

export interface AskApp {
  ask(caller: TenantCaller, input: AskInput, options: AskOptions): Promise<AskResult>;
  askAsVisitor(caller: VisitorCaller, input: AskInput, options: AskOptions): Promise<VisitorAskResult>;
  askBatch(caller: TenantCaller, input: AskBatchInput, options: AskOptions): Promise<BatchAnswer>;
}

/** Whether `Accept` names event streams; a q of 0 says no. */
export function wantsEventStream(headers: Headers): boolean {
  return (headers.get('accept') ?? '').split(',').some((part) => {
    const [type, ...parameters] = part
      .toLowerCase()
      .split(';')
      .map((piece) => piece.trim());
    return type === 'text/event-stream' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

/** A failed question of a batch carries its own problem document. */
export function publicMember(outcome: BatchOutcome, requestId: string): BatchMember {
  if (!('error' in outcome)) return outcome;
  return { id: outcome.id, error: problemDocument(outcome.error, requestId) };
}

function publicEvent(event: AskEvent, requestId: string): ServerSentEvent {
  return event.event === 'result' ? { ...event, data: publicMember(event.data, requestId) } : event;
}

type AnyResult = AskResult | VisitorAskResult | AskBatchResult;

/** Events: `sources`, `token`*, `done` for one question; `progress`*, `result`*, `done` for a batch. */
export async function answerAsk<A extends AskApp>(
  context: RouteContext<A, typeof askRoute>,
): Promise<JsonResult | Response> {
  const { app, caller, body } = context;
  const run = async (options: AskOptions): Promise<AnyResult> => {
    if (caller.kind === 'visitor') {
      if ('queries' in body) throw new AppError('forbidden', 'A visitor asks one question at a time.');
      return app.askAsVisitor(caller, body, options);
    }
    if (!('queries' in body)) return app.ask(caller, body, options);
    const batch = await app.askBatch(caller, body, options);
    return { ...batch, results: batch.results.map((outcome) => publicMember(outcome, caller.requestId)) };
  };
  if (!wantsEventStream(context.headers)) return { status: 200, body: await run({ signal: context.signal }) };
  return context.stream((signal) =>
    emitted<ServerSentEvent, AnyResult>(
      (emit) => run({ signal, emit: (event) => emit(publicEvent(event, caller.requestId)) }),
      (result) => ({ event: 'done', data: result }),
    ),
  );
}
