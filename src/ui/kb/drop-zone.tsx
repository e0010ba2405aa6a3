/** Takes files dropped anywhere on it, and keeps a near miss from replacing the page with the file. */
import { type ComponentProps, type DragEvent, useEffect, useRef, useState } from 'react';
import { cn } from '../components/class-names.ts';

interface DropZoneProps extends ComponentProps<'section'> {
  onFiles: (files: File[]) => void;
}

function carriesFiles(event: { dataTransfer: DataTransfer | null }): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

export function DropZone({ onFiles, className, children, ...rest }: DropZoneProps) {
  /** Enters minus leaves: moving over a child leaves its parent. */
  const depth = useRef(0);
  const [over, setOver] = useState(false);

  useEffect(() => {
    const ignore = (event: globalThis.DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    addEventListener('dragover', ignore);
    addEventListener('drop', ignore);
    return () => {
      removeEventListener('dragover', ignore);
      removeEventListener('drop', ignore);
    };
  }, []);

  const move = (event: DragEvent, step: 1 | -1) => {
    if (!carriesFiles(event)) return;
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the file picker is the keyboard's
    <section
      className={cn('relative', className)}
      onDragEnter={(event) => move(event, 1)}
      onDragLeave={(event) => move(event, -1)}
      onDrop={(event) => {
        depth.current = 0;
        setOver(false);
        if (!carriesFiles(event)) return;
        event.preventDefault();
        onFiles([...event.dataTransfer.files]);
      }}
      {...rest}
    >
      {children}
      {over ? (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-2 z-10 flex items-center justify-center rounded-xl border-2 border-dashed border-brass bg-brass-soft/95 text-sm font-medium text-brass"
        >
          Drop to add
        </div>
      ) : null}
    </section>
  );
}
