/** Worker thread: runs the local model one text at a time, queries before passages, so that nobody waits long. */

import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerSetup } from '#lib/models/local-model-protocol.ts';
import { loadSentenceModel } from '#lib/models/onnx-sentence-model.ts';

type Job = Extract<ToWorker, { type: 'embed' }> & { vectors: Float32Array; steps: Generator<Promise<void>> };

const NO_SPANS = new Int32Array(0);
const port = parentPort!;
const { files, onnx } = workerData as WorkerSetup;
const { dimensions, queryPrefix, passagePrefix } = files;
const queues: Record<Job['priority'], Map<number, Job>> = { query: new Map(), passage: new Map() };
let wake = () => {};
let stopping = false;

const model = await loadSentenceModel(files, onnx);

/** One step is one forward pass, always of a single text: int8 scales depend on everything in a batch. */
function* stepsOf(job: Omit<Job, 'steps'>): Generator<Promise<void>> {
  const prefix = job.priority === 'query' ? queryPrefix : passagePrefix;
  const late = job.spanMode === 'late' && model.hasOffsets;
  let offset = 0;
  const next = () => {
    offset += dimensions;
    return job.vectors.subarray(offset - dimensions, offset);
  };
  for (const { text, spans } of job.items) {
    const target = next();
    const spanTargets = Array.from({ length: spans.length / 2 }, next);
    const shifted = prefix ? spans.map((position) => position + prefix.length) : spans;
    let alone = spanTargets.map((_, index) => index);
    yield model.encode(prefix + text, target, shifted, late ? spanTargets : []).then((uncovered) => {
      if (late) alone = uncovered;
    });
    for (const index of alone) {
      const spanText = text.slice(spans[index * 2], spans[index * 2 + 1]);
      if (spanText === text) spanTargets[index]!.set(target);
      else yield model.encode(prefix + spanText, spanTargets[index]!, NO_SPANS, []).then(() => {});
    }
  }
}

function accept(message: Extract<ToWorker, { type: 'embed' }>) {
  const count = message.items.reduce((sum, item) => sum + 1 + item.spans.length / 2, 0);
  const job = { ...message, vectors: new Float32Array(count * dimensions) };
  queues[message.priority].set(message.id, { ...job, steps: stepsOf(job) });
  wake();
}

function send(message: FromWorker, transfer: ArrayBuffer[] = []) {
  port.postMessage(message, transfer);
}

port.on('message', (message: ToWorker) => {
  if (message.type === 'embed') accept(message);
  else if (message.type === 'warm') send({ type: 'done', id: message.id, vectors: new Float32Array(0) });
  else if (message.type === 'cancel') {
    queues.query.delete(message.id);
    queues.passage.delete(message.id);
  } else {
    stopping = true;
    wake();
  }
});

// Every run goes through setImmediate, so messages that arrived meanwhile are handled between two steps.
while (!stopping) {
  const queue = queues.query.size > 0 ? queues.query : queues.passage;
  const [job] = queue.values();
  if (!job) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    continue;
  }
  try {
    const step = job.steps.next();
    if (step.done) {
      queue.delete(job.id);
      send({ type: 'done', id: job.id, vectors: job.vectors }, [job.vectors.buffer as ArrayBuffer]);
    } else {
      await step.value;
    }
  } catch (error) {
    queue.delete(job.id);
    send({ type: 'failed', id: job.id, message: String(error) });
  }
}
await model.release();
port.close();
