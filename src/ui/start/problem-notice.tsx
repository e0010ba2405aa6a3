/** A failed request in the flow of a step, with another try where that makes sense. */
import type { ProblemError } from '../api-client.ts';
import { Alert } from '../components/alert.tsx';
import { Button } from '../components/button.tsx';
import { explainProblem } from '../explain-problem.ts';

interface ProblemNoticeProps {
  problem: ProblemError;
  onRetry?: () => void;
  /** Of something the person just did. */
  urgent?: boolean;
}

export function ProblemNotice({ problem, onRetry, urgent }: ProblemNoticeProps) {
  const { title, message } = explainProblem(problem);
  return (
    <Alert
      tone="bad"
      title={title}
      {...(urgent ? { urgent } : {})}
      actions={
        onRetry ? (
          <Button size="small" onClick={() => onRetry()}>
            Try again
          </Button>
        ) : undefined
      }
    >
      {message}
    </Alert>
  );
}
