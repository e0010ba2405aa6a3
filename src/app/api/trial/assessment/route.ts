import { getAssessmentRoute } from '#lib/contracts/assessment.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(getAssessmentRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.getAssessment(caller),
}));
