/** The embed script: reads its own tag and puts the assistant on the page. */
const script = document.currentScript;
if (script instanceof HTMLScriptElement) script.dataset.widgetState = 'read';
