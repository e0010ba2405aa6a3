/** The assessment as a report for the owner of the business: the verdict first, then what to do, then the evidence. */
import type { ReactNode } from 'react';
import type { Assessment } from '#lib/contracts/assessment.ts';
import type { Source } from '#lib/contracts/kb.ts';
import { Alert } from '../components/alert.tsx';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { plural } from '../words.ts';
import { ScoreBar } from './score-bar.tsx';
import { confidenceInWords, SEVERITY_WORDS, VERDICT_WORDS } from './words.ts';

const SCORES = [
  ['coverage', 'Coverage', 'How much of what visitors usually ask it answers.'],
  ['clarity', 'Clarity', 'Whether it reads well and says each thing once.'],
  ['relevance', 'Relevance', 'Whether it is about your business.'],
] as const;

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid content-start gap-3 border-t pt-5">
      <h2 className="font-semibold tracking-tight">{title}</h2>
      {children}
    </section>
  );
}

function Concerned({ names }: { names: string[] }) {
  if (names.length === 0) return null;
  return <p className="mt-0.5 text-[0.8125rem] break-words text-quiet">In: {names.join(', ')}</p>;
}

interface AssessmentReportProps {
  assessment: Assessment;
  upToDate: boolean;
  sources: Source[];
  onAdd: () => void;
}

export function AssessmentReport({ assessment, upToDate, sources, onAdd }: AssessmentReportProps) {
  const names = new Map(sources.map((source) => [source.source_id, source.name]));
  const nameOf = (sourceId: string) => names.get(sourceId) ?? 'a document no longer there';
  const { verdict, scores, confidence, issues, missing_topics, contradictions, stale, sample } = assessment;
  const words = VERDICT_WORDS[verdict];
  // Told in a part of its own.
  const noticed = issues.filter(({ code }) => code !== 'missing_topics' || missing_topics.length === 0);
  return (
    <div className="grid gap-6" data-verdict={verdict}>
      {upToDate ? null : (
        <Alert tone="plain">
          Your documents have changed. They are being assessed again; this is the report before.
        </Alert>
      )}
      <Alert tone={words.tone} title={words.title}>
        <p>{assessment.summary}</p>
        <p className="mt-1 text-quiet">{words.meaning}</p>
      </Alert>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <ScoreBar
          label="All in all"
          meaning={`We are ${confidenceInWords(confidence)} of this: it rests on ${plural(sample.chunks_read, 'passage')} of ${plural(sample.documents, 'document')}.`}
          score={scores.overall}
        />
        {SCORES.map(([key, label, meaning]) => (
          <ScoreBar key={key} label={label} meaning={meaning} score={scores[key]} />
        ))}
      </div>
      {missing_topics.length > 0 ? (
        <Part title="What to add">
          <p className="text-sm text-quiet">
            Visitors of a business like yours ask about these things, and no document of yours answers them.
          </p>
          <ul aria-label="Missing topics" className="flex flex-wrap gap-2">
            {missing_topics.map((topic) => (
              <li key={topic} className="rounded-md bg-brass-soft px-2.5 py-1 text-sm">
                {topic}
              </li>
            ))}
          </ul>
          <p>
            <Button onClick={onAdd}>Add documents</Button>
          </p>
        </Part>
      ) : null}
      {noticed.length > 0 ? (
        <Part title="What was noticed">
          <ul aria-label="Issues" className="divide-y divide-line">
            {noticed.map((issue) => (
              <li
                key={issue.code + issue.message}
                className="py-2.5 text-sm first:pt-0"
                data-issue={issue.code}
              >
                <Badge tone={SEVERITY_WORDS[issue.severity].tone}>
                  {SEVERITY_WORDS[issue.severity].word}
                </Badge>
                <p className="break-words">{issue.message}</p>
                <Concerned names={issue.source_ids.map(nameOf)} />
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      {contradictions.length > 0 ? (
        <Part title="Two documents say different things">
          <ul className="grid gap-3">
            {contradictions.map(({ statements }) => (
              <li key={statements.map(({ text }) => text).join()} className="grid gap-2 sm:grid-cols-2">
                {statements.map(({ source_id, text }) => (
                  <Quote key={source_id + text} text={text} name={nameOf(source_id)} />
                ))}
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      {stale.length > 0 ? (
        <Part title="Perhaps out of date">
          <ul className="grid gap-2">
            {stale.map(({ source_id, text, year }) => (
              <li key={source_id + text}>
                <Quote text={text} name={`${nameOf(source_id)} · speaks of ${year}`} />
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      <div className="grid gap-6 sm:grid-cols-2 sm:gap-8">
        <Questions
          title="It can answer"
          none="None of the usual questions yet."
          questions={assessment.answerable.map(({ question, source_id }) => ({
            question,
            from: nameOf(source_id),
          }))}
        />
        <Questions
          title="It cannot answer yet"
          none="All that was tried can be answered."
          questions={assessment.unanswerable}
        />
      </div>
    </div>
  );
}

function Quote({ text, name }: { text: string; name: string }) {
  return (
    <blockquote className="rounded-lg border bg-surface px-3.5 py-2.5 text-sm break-words">
      <p>{text}</p>
      <p className="mt-1 text-[0.8125rem] text-quiet">{name}</p>
    </blockquote>
  );
}

interface QuestionsProps {
  title: string;
  none: string;
  questions: { question: string; from?: string }[];
}

function Questions({ title, none, questions }: QuestionsProps) {
  return (
    <Part title={title}>
      {questions.length === 0 ? <p className="text-sm text-quiet">{none}</p> : null}
      <ul aria-label={title} className="grid gap-2 text-sm">
        {questions.map(({ question, from }) => (
          <li key={question} className="break-words">
            {question}
            {from ? <span className="block text-[0.8125rem] text-quiet">from {from}</span> : null}
          </li>
        ))}
      </ul>
    </Part>
  );
}
