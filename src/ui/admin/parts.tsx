/** Small parts that every view of the console is made of. */
import { type ReactNode, useEffect, useRef } from 'react';
import type { ProblemError } from '../api-client.ts';
import { Alert } from '../components/alert.tsx';
import { cn } from '../components/class-names.ts';
import { explainProblem } from '../explain-problem.ts';

/** Takes the focus when its view opens, as a new page would. */
export function ViewTitle({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <h1 ref={heading} tabIndex={-1} className="text-xl font-semibold tracking-tight focus:outline-none">
        {children}
      </h1>
      {aside}
    </div>
  );
}

export function Problem({ problem }: { problem: ProblemError | null }) {
  if (problem === null) return null;
  const { title, message } = explainProblem(problem);
  return (
    <Alert tone="bad" urgent title={title}>
      {problem.code === 'forbidden' ? problem.message : message}
      {problem.fields.map(({ path, message: text }) => (
        <span key={path} className="block">
          {text}
        </span>
      ))}
    </Alert>
  );
}

export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn('rounded-lg border bg-surface p-4', className)}>{children}</div>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-[0.8125rem] text-quiet">{name}</dt>
      <dd className="text-sm break-words">{children}</dd>
    </div>
  );
}

export function timeInWords(timestamp: string): string {
  return new Date(timestamp).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
}

/** `kb_assess` -> `KB assess`. */
export function inWords(name: string): string {
  const text = name.replaceAll(/[_.]/g, ' ').replace(/^kb /, 'KB ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whole units, the largest that fits: `40 s`, `3 min`, `2 h`, `5 days`. */
export function secondsInWords(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3_600) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

export function percentInWords(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Millionths of a dollar as people read sums: cents where there are some, else as many digits as say something. */
export function dollarsInWords(microUsd: number): string {
  const dollars = microUsd / 1_000_000;
  if (dollars === 0) return '$0';
  const digits = dollars >= 0.1 ? 2 : 2 - Math.floor(Math.log10(dollars)) - 1;
  return `$${dollars.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: Math.max(2, digits) })}`;
}
