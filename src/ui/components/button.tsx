/** Every button of the page: four looks, two sizes, a finger-sized target on touch screens. */
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './class-names.ts';

const look = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-md text-sm font-medium whitespace-nowrap transition-colors disabled:opacity-50 disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-primary text-on-primary hover:bg-primary/88',
        outline: 'border border-line bg-surface hover:bg-subtle',
        ghost: 'text-quiet hover:bg-subtle hover:text-foreground',
        danger: 'bg-bad text-background hover:bg-bad/88',
      },
      size: {
        normal: 'h-9 px-3.5 pointer-coarse:h-11',
        small: 'h-8 px-2.5 text-[0.8125rem] pointer-coarse:h-10',
        icon: 'size-8 pointer-coarse:size-10',
      },
    },
    defaultVariants: { variant: 'outline', size: 'normal' },
  },
);

export type ButtonProps = ComponentProps<'button'> & VariantProps<typeof look>;

export function Button({ className, variant, size, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={cn(look({ variant, size }), className)} {...rest} />;
}
