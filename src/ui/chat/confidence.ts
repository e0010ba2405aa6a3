/** The calibrated confidence (how often answers like this one are right, 0 to 1) in plain words. */
const HIGH_FROM = 0.75;
const MEDIUM_FROM = 0.45;

export type ConfidenceWord = 'high' | 'medium' | 'low';

export function confidenceWord(confidence: number): ConfidenceWord {
  if (confidence >= HIGH_FROM) return 'high';
  return confidence >= MEDIUM_FROM ? 'medium' : 'low';
}
