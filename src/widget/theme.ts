/** Dresses the widget in a tenant's colours, light or dark as asked or as the visitor prefers. */
import type { WidgetConfig } from '#lib/contracts/widget.ts';
import { readableOn, textOn } from './colors.ts';

const PRIMARY = '#1f4f8f';
/** What the style sheet says. */
const SURFACES = { light: '#ffffff', dark: '#1d1c1a' } as const;
/** Behind answers and pressed buttons; accents must be readable there too. */
const SUBTLE = { light: '#f4f4f2', dark: '#2a2926' } as const;

export type Look = Pick<WidgetConfig, 'primary_color' | 'secondary_color' | 'position' | 'theme'>;

export function applyTheme(root: HTMLElement, look: Look, prefersDark: boolean): void {
  const theme = look.theme === 'auto' ? (prefersDark ? 'dark' : 'light') : look.theme;
  const primary = look.primary_color ?? PRIMARY;
  const secondary = look.secondary_color ?? primary;
  const colors = {
    primary,
    'on-primary': textOn(primary),
    secondary,
    'on-secondary': textOn(secondary),
    accent: readableOn(readableOn(primary, SURFACES[theme]), SUBTLE[theme]),
  };
  // Through the object model: a style attribute would be refused by a strict CSP.
  for (const [name, value] of Object.entries(colors)) root.style.setProperty(`--${name}`, value);
  root.dataset.theme = theme;
  root.dataset.position = look.position;
}
