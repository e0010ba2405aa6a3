/** Thumbs up or down for an answer; a second click on the other one replaces the first. */
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { toProblem } from '../api-client.ts';
import { useAnnouncer } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { cn } from '../components/class-names.ts';
import { explainProblem } from '../explain-problem.ts';

interface FeedbackButtonsProps {
  rating: 'up' | 'down' | null;
  onRate: (rating: 'up' | 'down') => Promise<void>;
}

const CHOICES = [
  { rating: 'up', label: 'This answer helped', Icon: ThumbsUp },
  { rating: 'down', label: 'This answer did not help', Icon: ThumbsDown },
] as const;

export function FeedbackButtons({ rating, onRate }: FeedbackButtonsProps) {
  const { announce, toast } = useAnnouncer();
  const rate = async (chosen: 'up' | 'down') => {
    if (chosen === rating) return;
    try {
      await onRate(chosen);
      announce('Thank you, noted.');
    } catch (error) {
      toast(`Your feedback was not saved. ${explainProblem(toProblem(error)).message}`);
    }
  };
  return (
    <fieldset className="flex gap-0.5">
      <legend className="sr-only">Was this helpful?</legend>
      {CHOICES.map(({ rating: choice, label, Icon }) => (
        <Button
          key={choice}
          variant="ghost"
          size="icon"
          aria-label={label}
          aria-pressed={rating === choice}
          title={label}
          onClick={() => rate(choice)}
          className={cn(rating === choice && 'text-brass hover:text-brass [&_svg]:fill-brass-soft')}
        >
          <Icon aria-hidden />
        </Button>
      ))}
    </fieldset>
  );
}
