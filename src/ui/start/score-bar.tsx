/** A score from 0 to 1 as a bar with its word. */
import { scoreInWords } from './words.ts';

export function ScoreBar({ label, meaning, score }: { label: string; meaning: string; score: number }) {
  const percent = Math.round(100 * score);
  const ink = score >= 0.6 ? 'bg-good' : score >= 0.4 ? 'bg-brass' : 'bg-bad';
  return (
    <div className="grid content-start gap-1.5">
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <span className="font-medium">{label}</span>
        <span className="whitespace-nowrap text-quiet">
          {scoreInWords(score)} · {percent} %
        </span>
      </div>
      <meter
        className="sr-only"
        aria-label={label}
        min={0}
        max={100}
        value={percent}
        aria-valuetext={`${scoreInWords(score)}, ${percent} of 100`}
      />
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-line">
        <div className={`h-full rounded-full ${ink}`} style={{ width: `${percent}%` }} />
      </div>
      <p className="text-[0.8125rem] text-quiet">{meaning}</p>
    </div>
  );
}
