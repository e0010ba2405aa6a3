/** The frame of the two forms that stand before the console. */
import type { ReactNode } from 'react';
import { ThemeToggle } from '../theme-toggle.tsx';
import { Wordmark } from '../wordmark.tsx';

export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-h-dvh">
      <header className="flex h-13 items-center justify-between border-b bg-surface pr-3 pl-5">
        <Wordmark />
        <ThemeToggle />
      </header>
      <main className="mx-auto grid max-w-sm gap-5 px-5 pt-[10dvh] pb-10">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {children}
      </main>
    </div>
  );
}
