/** What was found out about a knowledge base, as far as it is there. */
import type { Assessment } from '#lib/contracts/assessment.ts';
import { Badge } from '../components/badge.tsx';
import { Fact, inWords, percentInWords } from './parts.tsx';

const TONES = { reject: 'bad', review: 'brass', warn: 'brass', approve: 'good' } as const;

export function AssessmentFacts({
  verdict,
  scores,
  confidence,
  summary,
  issues,
  advice,
}: Partial<Assessment>) {
  return (
    <div className="grid gap-3">
      {verdict ? <Badge tone={TONES[verdict]}>{inWords(verdict)}</Badge> : null}
      {scores ? (
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-5">
          {Object.entries(scores).map(([name, share]) => (
            <Fact key={name} name={inWords(name)}>
              {percentInWords(share)}
            </Fact>
          ))}
          {confidence === undefined ? null : <Fact name="Confidence">{percentInWords(confidence)}</Fact>}
        </dl>
      ) : null}
      {summary ? <p className="text-sm">{summary}</p> : null}
      {issues && issues.length > 0 ? (
        <ul aria-label="Issues" className="list-disc pl-5 text-sm">
          {issues.map((issue) => (
            <li key={issue.code + issue.message}>{issue.message}</li>
          ))}
        </ul>
      ) : null}
      {advice && advice.length > 0 ? (
        <ul aria-label="Advice" className="list-disc pl-5 text-sm text-quiet">
          {advice.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
