/** How much likelier a kind of business makes a tool, in log odds, by labelled knowledge bases. */
import { BUSINESS_TYPES } from '#lib/contracts/trial.ts';
import { LEARNED_KBS, LEARNED_TOOLS } from './training-set.ts';

/** One a tool for each kind; counts are smoothed by two of the average. */
export function priorsFrom(kbs: readonly number[]): Record<string, number[]> {
  const share = (tool: number, type: string | null, towards: number) => {
    const count = (of: 'required' | 'forbidden') =>
      kbs.filter(
        (at) =>
          LEARNED_KBS[at]![of].includes(LEARNED_TOOLS[tool]!) &&
          (type === null || LEARNED_KBS[at]!.type === type),
      ).length;
    const [yes, no] = [count('required'), count('forbidden')];
    return (yes + 2 * towards) / (yes + no + 2);
  };
  const logOdds = (p: number) => Math.log(p / (1 - p));
  const average = LEARNED_TOOLS.map((_, tool) => share(tool, null, 0.5));
  return Object.fromEntries(
    BUSINESS_TYPES.map((type) => [
      type,
      LEARNED_TOOLS.map((_, tool) => logOdds(share(tool, type, average[tool]!)) - logOdds(average[tool]!)),
    ]),
  );
}
