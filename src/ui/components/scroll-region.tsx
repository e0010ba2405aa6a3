/** A named part of the page that scrolls on its own; Tab reaches it, so that the keyboard can scroll it. */
import type { ComponentProps } from 'react';
import { cn } from './class-names.ts';

interface ScrollRegionProps extends ComponentProps<'section'> {
  'aria-label': string;
}

export function ScrollRegion({ className, ...rest }: ScrollRegionProps) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className={cn('overflow-auto focus-visible:outline-offset-[-2px]', className)}
      {...rest}
    />
  );
}
