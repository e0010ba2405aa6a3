/** The steps of the set-up as a person takes them, and which one an address or a state means. */
import type { WorkflowView } from '#lib/contracts/workflow.ts';

export const STEPS = [
  { id: 'documents', label: 'Documents' },
  { id: 'assessment', label: 'Assessment' },
  { id: 'tools', label: 'Tools' },
  { id: 'look', label: 'Look and words' },
  { id: 'publish', label: 'Publish' },
] as const;
export type StepId = (typeof STEPS)[number]['id'];

/** `#assessment` -> `assessment`; null for anything else. */
export function stepOfHash(hash: string): StepId | null {
  return STEPS.find(({ id }) => hash === `#${id}`)?.id ?? null;
}

/** Where somebody goes on who comes back without an address. */
export function stepToResume(workflow: WorkflowView): StepId {
  if (workflow.status === 'completed') return 'publish';
  const assessed = workflow.steps_completed.includes('kb_assess') || workflow.current_step === 'kb_assess';
  return assessed ? 'assessment' : 'documents';
}
