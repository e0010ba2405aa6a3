'use client';
/** A quiet page with the widget in its corner. */
import { useEffect, useRef } from 'react';
import { startPreview } from '#widget/start-preview.ts';

export function WidgetPreview() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? startPreview(host.current) : undefined), []);
  return (
    <main className="min-h-dvh bg-subtle">
      <h1 className="sr-only">Preview of the widget</h1>
      <div ref={host} />
    </main>
  );
}
