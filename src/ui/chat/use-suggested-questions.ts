/** First questions to try: headings and lines of the documents that are questions themselves, nothing made up. */
import { useEffect, useState } from 'react';
import type { ChunkView, Source } from '#lib/contracts/kb.ts';
import type { Api } from '../api-client.ts';

const SOURCES_LOOKED_AT = 3;
const CHUNKS_LOOKED_AT = 30;
const SUGGESTIONS = 4;
const QUESTION_MAX_CHARS = 90;

/** Headings and single lines that end in a question mark; short sections stand in one chunk, headings as lines. */
export function questionsAmong(chunks: readonly Pick<ChunkView, 'heading' | 'text'>[]): string[] {
  const lines = chunks.flatMap(({ heading, text }) => [
    heading?.split(' › ').at(-1) ?? '',
    ...text.split('\n'),
  ]);
  const questions = lines
    .map((line) => line.trim())
    .filter((line) => line.length <= QUESTION_MAX_CHARS && /^\p{Lu}[^.!?]* [^.!?]*\?$/u.test(line));
  return [...new Set(questions)].slice(0, SUGGESTIONS);
}

export function useSuggestedQuestions(api: Api, sources: readonly Source[], wanted: boolean): string[] {
  const [questions, setQuestions] = useState<string[]>([]);
  const ready = sources.filter((source) => source.status === 'ready').slice(0, SOURCES_LOOKED_AT);
  const ids = ready.map((source) => source.source_id).join(' ');

  useEffect(() => {
    if (!wanted || ids === '') return setQuestions([]);
    const stop = new AbortController();
    const load = async (id: string) => {
      const path = `/api/trial/kb/${id}/chunks?limit=${CHUNKS_LOOKED_AT}`;
      const page = await api.request<{ chunks: ChunkView[] }>(path, { signal: stop.signal });
      return page.chunks;
    };
    Promise.all(ids.split(' ').map(load)).then(
      (pages) => setQuestions(questionsAmong(pages.flat())),
      () => setQuestions([]),
    );
    return () => stop.abort();
  }, [api, ids, wanted]);

  return questions;
}
