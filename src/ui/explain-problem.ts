/** What to tell a person about a failed request, and whether trying again makes sense. */
import type { ProblemError } from './api-client.ts';

export interface Explanation {
  title: string;
  message: string;
  retry: boolean;
}

function wait(seconds: number | null): string {
  if (seconds === null) return 'Wait a moment, then try again.';
  if (seconds < 90) return `Try again in ${Math.max(1, Math.ceil(seconds))} s.`;
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}

export function explainProblem(problem: ProblemError): Explanation {
  switch (problem.code) {
    case 'offline':
      return { title: 'No connection', message: problem.message, retry: true };
    case 'rate_limited':
      return { title: 'Too many requests', message: wait(problem.retryAfterSeconds), retry: true };
    case 'quota_exceeded':
      return { title: 'The trial’s limit is reached', message: problem.message, retry: false };
    case 'trial_expired':
      return { title: 'The trial has ended', message: problem.message, retry: false };
    case 'unauthenticated':
      return { title: 'Signed out', message: 'This token is not accepted any more.', retry: false };
    case 'database_busy':
    case 'shutting_down':
      return { title: 'The server is busy', message: wait(problem.retryAfterSeconds), retry: true };
    default:
      return { title: 'That did not work', message: problem.message, retry: problem.status >= 500 };
  }
}
