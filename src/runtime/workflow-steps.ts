/** Which verb does which step of the workflow, and which takes it back. */

import { assignStep, undoAssign } from '#lib/tools/assign-step.ts';
import { assessStep, undoAssess } from '#lib/trial/assess-step.ts';
import { brandingStep, undoBranding } from '#lib/trial/branding-step.ts';
import { goLiveStep, undoGoLive } from '#lib/trial/go-live-step.ts';
import { ingestStep, undoIngest } from '#lib/trial/ingest-step.ts';
import type { StepRegistry } from '#lib/trial/run-step.ts';
import { deployStep, undoDeploy } from '#lib/widget/deploy-step.ts';
import type { Ports } from './ports.ts';

/** A step without a line here is done at once. */
export function workflowSteps(ports: Ports): StepRegistry {
  const steps: StepRegistry = {
    kb_ingest: { run: (input) => ingestStep(ports, input), undo: (input) => undoIngest(ports, input) },
    kb_assess: { run: (input) => assessStep(ports, input), undo: (input) => undoAssess(ports, input) },
    tool_assign: { run: (input) => assignStep(ports, input), undo: (input) => undoAssign(ports, input) },
    branding_config: {
      run: (input) => brandingStep(ports, input),
      undo: (input) => undoBranding(ports, input),
    },
    widget_deploy: { run: (input) => deployStep(ports, input), undo: (input) => undoDeploy(ports, input) },
  };
  const needsWidget = steps.widget_deploy !== undefined;
  return {
    ...steps,
    go_live: {
      run: (input) => goLiveStep(ports, input, { needsWidget }),
      undo: (input) => undoGoLive(ports, input),
    },
  };
}
