/** The conversation: asks one question at a time over a stream that can be stopped. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AskResult, AskUsage, Citation } from '#lib/contracts/ask.ts';
import type { Problem } from '#lib/contracts/common.ts';
import { type Api, isAbort, ProblemError, toProblem } from '../api-client.ts';
import { readEventStream } from '../read-event-stream.ts';
import { finished, isRunning, newTurn, type Turn } from './turn.ts';

interface UseChatOptions {
  api: Api;
  onUsage: (usage: AskUsage) => void;
  onAnnounce: (text: string) => void;
}

export interface Chat {
  turns: Turn[];
  running: boolean;
  ask: (question: string) => void;
  retry: (turn: Turn) => void;
  stop: () => void;
  clear: () => void;
  rate: (turn: Turn, rating: 'up' | 'down') => Promise<void>;
}

function spokenAnswer(result: AskResult): string {
  if (!result.answered) return `Not in your documents. ${result.answer}`;
  return `Answer: ${result.answer.replaceAll(/\[(\d+)\]/g, '')}`;
}

export function useChat({ api, onUsage, onAnnounce }: UseChatOptions): Chat {
  const [turns, setTurns] = useState<Turn[]>([]);
  const session = useRef<string | null>(null);
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);

  const change = useCallback((id: string, patch: (turn: Turn) => Turn) => {
    setTurns((all) => all.map((turn) => (turn.id === id ? patch(turn) : turn)));
  }, []);

  const run = useCallback(
    async (turn: Turn) => {
      const stop = new AbortController();
      current.current = stop;
      try {
        const response = await api.open('/api/ask', {
          method: 'POST',
          body: {
            query: turn.question,
            ...(session.current === null ? {} : { session_id: session.current }),
          },
          headers: { accept: 'text/event-stream' },
          signal: stop.signal,
        });
        let result: AskResult | null = null;
        for await (const { event, data } of readEventStream(response)) {
          if (event === 'sources') {
            const { sources } = data as { sources: Citation[] };
            change(turn.id, (now) => ({ ...now, state: 'streaming', sources }));
          } else if (event === 'token') {
            const { text } = data as { text: string };
            change(turn.id, (now) => ({ ...now, state: 'streaming', text: now.text + text }));
          } else if (event === 'error') {
            const problem = data as Problem;
            throw new ProblemError(problem.code, problem.detail, { status: problem.status });
          } else if (event === 'done') result = data as AskResult;
        }
        if (result === null)
          throw new ProblemError('offline', 'The connection broke before the answer was complete.');
        const answer = result;
        session.current = answer.session_id;
        change(turn.id, (now) => finished(now, answer));
        onUsage(answer.usage);
        onAnnounce(spokenAnswer(answer));
      } catch (error) {
        if (stop.signal.aborted || isAbort(error)) {
          change(turn.id, (now) => ({ ...now, state: 'stopped' }));
          onAnnounce('Stopped.');
        } else change(turn.id, (now) => ({ ...now, state: 'failed', problem: toProblem(error) }));
      } finally {
        if (current.current === stop) current.current = null;
      }
    },
    [api, change, onAnnounce, onUsage],
  );

  const ask = useCallback(
    (question: string) => {
      if (current.current !== null) return;
      const turn = newTurn(question);
      setTurns((all) => [...all, turn]);
      void run(turn);
    },
    [run],
  );

  const retry = useCallback(
    (turn: Turn) => {
      if (current.current !== null) return;
      const again = newTurn(turn.question);
      setTurns((all) => [...all.filter((one) => one.id !== turn.id), again]);
      void run(again);
    },
    [run],
  );

  const clear = useCallback(() => {
    current.current?.abort();
    session.current = null;
    setTurns([]);
  }, []);

  const rate = useCallback(
    async (turn: Turn, rating: 'up' | 'down') => {
      if (turn.result === null) return;
      change(turn.id, (now) => ({ ...now, rating }));
      try {
        await api.request('/api/feedback', {
          method: 'POST',
          body: { request_id: turn.result.request_id, rating },
        });
      } catch (error) {
        change(turn.id, (now) => ({ ...now, rating: turn.rating }));
        throw error;
      }
    },
    [api, change],
  );

  const stop = useCallback(() => current.current?.abort(), []);
  const running = isRunning(turns.at(-1));
  return useMemo(
    () => ({ turns, running, ask, retry, stop, clear, rate }),
    [turns, running, ask, retry, stop, clear, rate],
  );
}
