// Runs before the first paint: the remembered theme, and whether this browser already has a trial.
try {
  const theme = localStorage.getItem('frontdesk.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  if (localStorage.getItem('frontdesk.trial')) document.documentElement.dataset.returning = '';
} catch {
  // Storage may be blocked; the page then follows the system and starts signed out.
}
