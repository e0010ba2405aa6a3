/** A progress bar; without a value it says "working, no telling how long". */
interface ProgressProps {
  label: string;
  percent?: number | undefined;
}

export function Progress({ label, percent }: ProgressProps) {
  return (
    <progress
      className="meter"
      aria-label={label}
      max={100}
      {...(percent === undefined ? {} : { value: Math.round(percent) })}
    />
  );
}
