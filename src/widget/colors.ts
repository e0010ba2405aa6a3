/** Colours of a brand that stay readable: WCAG 2.2 contrast (1.4.3) whatever colour a tenant chose. */
type Rgb = readonly [number, number, number];

const READABLE = 4.5;

/** `#rrggbb`. */
function parse(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function format(rgb: Rgb): string {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance, 0 black to 1 white. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(parse(one)), luminance(parse(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Black or white, whichever reads better: one of them always reaches 4.5. */
export function textOn(background: string): string {
  return contrast(background, '#ffffff') >= contrast(background, '#000000') ? '#ffffff' : '#000000';
}

/** The colour itself, or as little darkened or lightened as makes it readable on the surface. */
export function readableOn(color: string, surface: string): string {
  const target: Rgb = textOn(surface) === '#000000' ? [0, 0, 0] : [255, 255, 255];
  const from = parse(color);
  for (let step = 0; step <= 20; step++) {
    const mixed = format(
      from.map((channel, i) => channel + ((target[i]! - channel) * step) / 20) as unknown as Rgb,
    );
    if (contrast(mixed, surface) >= READABLE) return mixed;
  }
  return format(target);
}
