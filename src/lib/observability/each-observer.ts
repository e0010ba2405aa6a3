/** Tells several observers of each question; one that fails fails alone, and no answer with it. */
import type { AskObserver, AskWatch } from '#lib/ports/ask-observer.ts';
import type { Log } from '#lib/ports/log.ts';

export function eachObserver(observers: readonly AskObserver[], log: Log): AskObserver {
  function guarded<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (err) {
      log.error({ err }, 'an observer of questions failed');
      return undefined;
    }
  }
  function each<T>(of: (observer: AskObserver) => T): T[] {
    return observers.flatMap((observer) => guarded(() => of(observer)) ?? []);
  }
  function every(watches: readonly AskWatch[]): AskWatch {
    const tell = (work: (watch: AskWatch) => void) => {
      for (const watch of watches) guarded(() => work(watch));
    };
    return {
      retrieved: (retrieval) => tell((watch) => watch.retrieved(retrieval)),
      called: (call) => tell((watch) => watch.called(call)),
      ran: (tool) => tell((watch) => watch.ran(tool)),
      worded: (timing) => tell((watch) => watch.worded(timing)),
      noted: (note) => tell((watch) => watch.noted(note)),
      ended: (end) => tell((watch) => watch.ended(end)),
    };
  }
  return {
    ask: (start) => every(each((observer) => observer.ask(start))),
    batch(start) {
      const batches = each((observer) => observer.batch(start));
      return {
        asks: start.queries.map((_, place) => every(batches.flatMap(({ asks }) => asks[place] ?? []))),
        ended(outcome, error) {
          for (const batch of batches) guarded(() => batch.ended(outcome, error));
        },
      };
    },
  };
}
