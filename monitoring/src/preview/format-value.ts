/** Numbers as the units of the panels say them. */

const SCALES = ['', 'k', 'M', 'G', 'T'];

function scaled(value: number, base: number): string {
  let power = 0;
  let size = Math.abs(value);
  while (size >= base && power < SCALES.length - 1) {
    size /= base;
    power += 1;
  }
  const digits =
    size === 0 || size >= 100 || Number.isInteger(size) ? 0 : size >= 10 ? 1 : size >= 0.01 ? 2 : 4;
  return `${value < 0 ? '-' : ''}${size.toFixed(digits)}${SCALES[power] ? ` ${SCALES[power]}` : ''}`;
}

function duration(seconds: number): string {
  if (seconds < 0.001) return `${(seconds * 1_000_000).toFixed(0)} µs`;
  if (seconds < 1) return `${(seconds * 1_000).toFixed(seconds < 0.01 ? 1 : 0)} ms`;
  if (seconds < 120) return `${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
  return seconds < 7_200 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

export function formatValue(value: number, unit: string): string {
  if (!Number.isFinite(value)) return 'no value';
  switch (unit) {
    case 's':
      return value === 0 ? '0 s' : duration(value);
    case 'percentunit':
      return `${(value * 100).toFixed(value !== 0 && Math.abs(value) < 0.1 ? 2 : 0)} %`;
    case 'bytes':
      return `${scaled(value, 1_024)}B`.replace(/ ?B$/, ' B').replace(/([kMGT]) B$/, '$1iB');
    case 'Bps':
      return `${scaled(value, 1_000)} B/s`.replace(/([kMGT]) B/, '$1B');
    case 'currencyUSD':
      return value === 0 ? '$0' : `$${value.toFixed(value < 1 ? 4 : 2)}`;
    case 'reqps':
      return `${scaled(value, 1_000)} req/s`;
    case 'ops':
      return `${scaled(value, 1_000)} /s`;
    default:
      return scaled(value, 1_000);
  }
}
