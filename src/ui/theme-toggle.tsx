/** Light, dark, or as the system says; remembered in this browser (`public/theme.js` applies it before the paint). */
import { Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useAnnouncer } from './components/announcer.tsx';
import { Button } from './components/button.tsx';

const KEY = 'frontdesk.theme';
const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const ICONS = { system: Monitor, light: Sun, dark: Moon };

export function ThemeToggle() {
  const { announce } = useAnnouncer();
  const [theme, setTheme] = useState<Theme>('system');

  useEffect(() => {
    const current = document.documentElement.dataset.theme;
    if (current === 'light' || current === 'dark') setTheme(current);
  }, []);

  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const choose = () => {
    setTheme(next);
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
      if (next === 'system') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, next);
    } catch {
      // Not remembered then.
    }
    announce(`Theme: ${next}.`);
  };

  const Icon = ICONS[theme];
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={`Theme: ${theme}. Change to ${next}.`}
      title={`Theme: ${theme}`}
      onClick={choose}
    >
      <Icon aria-hidden />
    </Button>
  );
}
