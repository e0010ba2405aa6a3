/** The step with the report, or with what it still waits for. */
import type { AssessmentState } from '#lib/contracts/assessment.ts';
import type { Source } from '#lib/contracts/kb.ts';
import type { ProblemError } from '../api-client.ts';
import { Button } from '../components/button.tsx';
import { Progress } from '../components/progress.tsx';
import { isSettled } from '../kb/merge-sources.ts';
import { plural } from '../words.ts';
import { AssessmentReport } from './assessment-report.tsx';
import { ProblemNotice } from './problem-notice.tsx';

interface AssessmentStepProps {
  assessment: { state: AssessmentState | null; problem: ProblemError | null; refresh: () => void };
  sources: Source[];
  onAdd: () => void;
}

export function AssessmentStep({ assessment, sources, onAdd }: AssessmentStepProps) {
  const { state, problem, refresh } = assessment;
  if (problem && !state) return <ProblemNotice problem={problem} onRetry={refresh} />;
  if (!state) return <p className="text-sm text-quiet">Loading…</p>;
  if (state.assessment) {
    return (
      <AssessmentReport
        assessment={state.assessment}
        upToDate={state.up_to_date}
        sources={sources}
        onAdd={onAdd}
      />
    );
  }
  const reading = sources.filter((source) => !isSettled(source)).length;
  const readable = sources.some((source) => source.status !== 'failed');
  if (!readable) {
    return (
      <div className="grid justify-items-start gap-3 rounded-lg border border-dashed border-field px-4 py-5 text-sm">
        <p>
          <span className="font-medium">Nothing to assess yet.</span>{' '}
          <span className="text-quiet">
            {sources.length > 0 ? 'None of your documents could be read.' : 'Add your first document.'}
          </span>
        </p>
        <Button size="small" variant="primary" onClick={onAdd}>
          Add documents
        </Button>
      </div>
    );
  }
  return (
    <div className="grid max-w-md gap-2 text-sm">
      <p>
        {reading > 0
          ? `${plural(reading, 'document')} still being read; the assessment follows.`
          : 'Your documents are being assessed. This takes a few seconds.'}
      </p>
      <Progress label="The assessment" />
    </div>
  );
}
