/** The workflow and the assessment in the words of somebody who runs a business. */
import type { AssessmentIssue, Verdict } from '#lib/contracts/assessment.ts';
import type { WorkflowStep, WorkflowView } from '#lib/contracts/workflow.ts';

export const WORKFLOW_WORDS: Record<WorkflowStep, { todo: string; done: string }> = {
  trial_init: { todo: 'Start the trial', done: 'Trial started' },
  kb_ingest: { todo: 'Read the documents', done: 'Documents read' },
  kb_assess: { todo: 'Assess the documents', done: 'Documents assessed' },
  tool_assign: { todo: 'Choose its tools', done: 'Tools chosen' },
  branding_config: { todo: 'Prepare its look', done: 'Look prepared' },
  widget_deploy: { todo: 'Make the widget', done: 'Widget made' },
  go_live: { todo: 'Go live', done: 'Live' },
};

type Tone = 'good' | 'busy' | 'bad' | 'plain' | 'brass';

export interface StepState {
  state: 'done' | 'current' | 'to-come';
  tone: Tone;
  word: string;
}

/** `waiting`: nothing to read has been given yet. */
export function stateOfStep(step: WorkflowStep, view: WorkflowView, waiting: boolean): StepState {
  if (view.steps_completed.includes(step)) return { state: 'done', tone: 'good', word: 'Done' };
  if (view.current_step !== step) return { state: 'to-come', tone: 'plain', word: 'To come' };
  const current = (tone: Tone, word: string): StepState => ({ state: 'current', tone, word });
  switch (view.status) {
    case 'pending':
    case 'in_progress':
      return step === 'kb_ingest' && waiting
        ? current('brass', 'Waiting for documents')
        : current('busy', 'Under way');
    case 'paused':
      return current('brass', view.interrupts[0]?.kind === 'user_input' ? 'Waiting for you' : 'Paused');
    case 'rolled_back':
      return view.undoing ? current('busy', 'Being taken back') : current('brass', 'Taken back');
    case 'failed':
      return current('bad', 'Turned down');
    case 'cancelled':
      return current('bad', 'Cancelled');
    case 'completed':
      return { state: 'done', tone: 'good', word: 'Done' };
  }
}

export const VERDICT_WORDS: Record<
  Verdict,
  { title: string; meaning: string; tone: 'good' | 'plain' | 'bad' }
> = {
  approve: {
    title: 'Ready for visitors',
    meaning:
      'The assistant can go live as it is. Whatever is not in the documents it answers with “I don’t know”.',
    tone: 'good',
  },
  warn: {
    title: 'Good enough to go live, with gaps',
    meaning: 'The set-up goes on. The assistant says “I don’t know” where documents are missing.',
    tone: 'good',
  },
  review: {
    title: 'Not sure yet: somebody has a look',
    meaning: 'The set-up waits. More or better documents are assessed at once and may let it go on.',
    tone: 'plain',
  },
  reject: {
    title: 'Not enough to answer from yet',
    meaning: 'The set-up waits. Add what is missing below, and it goes on by itself.',
    tone: 'bad',
  },
};

export const SEVERITY_WORDS: Record<AssessmentIssue['severity'], { word: string; tone: Tone }> = {
  critical: { word: 'Needs fixing', tone: 'bad' },
  warning: { word: 'Should be better', tone: 'brass' },
  info: { word: 'Good to know', tone: 'plain' },
};

export function scoreInWords(score: number): string {
  if (score >= 0.8) return 'very good';
  if (score >= 0.6) return 'good';
  if (score >= 0.4) return 'fair';
  return score >= 0.2 ? 'weak' : 'very weak';
}

export function confidenceInWords(confidence: number): string {
  if (confidence >= 0.7) return 'quite sure';
  return confidence >= 0.4 ? 'fairly sure' : 'not very sure';
}
