/** Says what the set-up has done, and what it waits for, to those who cannot see it change. */
import { useEffect, useRef } from 'react';
import type { WorkflowView } from '#lib/contracts/workflow.ts';
import { useAnnouncer } from '../components/announcer.tsx';
import { WORKFLOW_WORDS } from './words.ts';

export function useProgressSpoken(view: WorkflowView | null): void {
  const { announce } = useAnnouncer();
  const before = useRef<WorkflowView | null>(null);
  useEffect(() => {
    const was = before.current;
    before.current = view;
    if (!was || !view) return;
    const [reason] = view.interrupts;
    if (view.status === 'completed' && was.status !== 'completed') return announce('Your assistant is live.');
    if (reason && reason.raised_at !== was.interrupts[0]?.raised_at)
      return announce(`The set-up has paused. ${reason.reason}`);
    const latest = view.steps_completed.at(-1);
    if (latest && !was.steps_completed.includes(latest)) announce(`${WORKFLOW_WORDS[latest].done}.`);
  }, [view, announce]);
}
