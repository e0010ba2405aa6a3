/** The page shown while the real pages are being built, or when they could not be. */

const SENTENCES = {
  building: [
    'Frontdesk is getting ready',
    'The pages are being built; this takes a minute once. This page reloads by itself.',
  ],
  failed: [
    'The pages could not be built',
    'The API works. The log of the server says what went wrong; restart it to try again.',
  ],
} as const;

export const WAITING_RELOAD_SECONDS = 2;

export function waitingPage(state: keyof typeof SENTENCES): string {
  const [title, sentence] = SENTENCES[state];
  const reload =
    state === 'building' ? `<meta http-equiv="refresh" content="${WAITING_RELOAD_SECONDS}">` : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${reload}
<title>${title}</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { display: grid; min-height: 90vh; place-items: center; margin: 0 }
main { max-width: 32rem; padding: 1.5rem }
h1 { font-size: 1.5rem; line-height: 1.2 }
</style>
</head>
<body><main role="status"><h1>${title}</h1><p>${sentence}</p></main></body>
</html>
`;
}
