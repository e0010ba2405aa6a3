/** A small word about a thing's state. */
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './class-names.ts';

const look = cva('inline-flex items-center gap-1.5 text-[0.8125rem] font-medium whitespace-nowrap', {
  variants: {
    tone: { good: 'text-good', busy: 'text-busy', bad: 'text-bad', plain: 'text-quiet', brass: 'text-brass' },
  },
  defaultVariants: { tone: 'plain' },
});

export function Badge({
  tone,
  className,
  children,
  ...rest
}: ComponentProps<'span'> & VariantProps<typeof look>) {
  return (
    <span className={cn(look({ tone }), className)} {...rest}>
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      {children}
    </span>
  );
}
