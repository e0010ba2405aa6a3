/** The widget's style sheet. Constructed and adopted, so that pages need no style exception in their CSP. */
const CSS = `
:host { all: initial !important; position: fixed !important; inset: auto !important; width: 0 !important; height: 0 !important; z-index: 2147483000 !important; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.fd {
  --surface: #ffffff; --subtle: #f4f4f2; --text: #1c1b19; --quiet: #5f5c57; --line: #e2e0dc; --field: #8a867f; --bad: #b3261e;
  --shadow: 0 12px 40px rgb(0 0 0 / 0.18), 0 2px 8px rgb(0 0 0 / 0.1);
  color-scheme: light; color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  text-align: start; -webkit-text-size-adjust: 100%;
}
.fd[data-theme="dark"] {
  --surface: #1d1c1a; --subtle: #2a2926; --text: #f1efeb; --quiet: #b5b1aa; --line: #3a3834; --field: #8a867f; --bad: #ffb4ab;
  --shadow: 0 12px 40px rgb(0 0 0 / 0.55), 0 0 0 1px #3a3834;
  color-scheme: dark;
}
button, input, textarea, select { font: inherit; color: inherit; letter-spacing: inherit; margin: 0; }
button { cursor: pointer; border: 0; background: none; padding: 0; touch-action: manipulation; }
svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round; flex: none; display: block; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
p, h2, ol { margin: 0; padding: 0; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.launcher {
  position: fixed; bottom: calc(20px + env(safe-area-inset-bottom)); width: 56px; height: 56px; border-radius: 50%;
  display: grid; place-items: center; background: var(--primary); color: var(--on-primary); box-shadow: var(--shadow);
  border: 1px solid color-mix(in srgb, var(--on-primary) 22%, transparent); transition: transform 140ms ease;
}
.launcher svg { width: 25px; height: 25px; }
.launcher:hover { transform: scale(1.05); }
.launcher:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
[data-position="bottom-right"] .launcher, [data-position="bottom-right"] .panel { right: calc(20px + env(safe-area-inset-right)); }
[data-position="bottom-left"] .launcher, [data-position="bottom-left"] .panel { left: calc(20px + env(safe-area-inset-left)); }

.panel {
  position: fixed; bottom: calc(90px + env(safe-area-inset-bottom)); width: 384px; max-width: calc(100vw - 40px);
  height: min(640px, calc(100vh - 114px)); height: min(640px, calc(100dvh - 114px));
  display: flex; flex-direction: column; overflow: hidden; background: var(--surface); border-radius: 16px; box-shadow: var(--shadow);
  animation: enter 160ms ease-out;
}
@keyframes enter { from { opacity: 0; transform: translateY(10px); } }
.head {
  display: flex; align-items: center; gap: 4px; padding: 12px 10px 12px 18px; background: var(--secondary); color: var(--on-secondary); flex: none;
}
.fd[dir="rtl"] .head { padding: 12px 18px 12px 10px; }
.head h2 { font-size: 16px; line-height: 1.35; font-weight: 650; flex: 1; min-width: 0; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.head button { width: 38px; height: 38px; border-radius: 10px; display: grid; place-items: center; }
.head button:hover { background: color-mix(in srgb, var(--on-secondary) 14%, transparent); }
.head :focus-visible { outline-color: var(--on-secondary); outline-offset: -2px; }
.head svg { width: 19px; height: 19px; }

.log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 18px; display: flex; flex-direction: column; gap: 18px; overflow-wrap: anywhere; }
.log:focus-visible { outline-offset: -3px; border-radius: 6px; }
.turn { display: flex; flex-direction: column; gap: 12px; }
.said { max-width: 88%; border-radius: 14px; padding: 9px 13px; white-space: pre-wrap; width: fit-content; }
.question { align-self: flex-end; background: var(--primary); color: var(--on-primary); border-end-end-radius: 4px; }
.answer { align-self: flex-start; background: var(--subtle); border-end-start-radius: 4px; }
.below { display: flex; flex-direction: column; gap: 10px; align-items: flex-start; max-width: 100%; }
.looking { color: var(--quiet); display: flex; gap: 9px; align-items: center; }
.looking::before { content: ""; width: 14px; height: 14px; border-radius: 50%; border: 2px solid var(--line); border-top-color: var(--accent); animation: turn 0.9s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }
.cite {
  min-width: 22px; height: 22px; border-radius: 6px; padding: 0 6px; margin: 0 2px; font-size: 12px; line-height: 22px; font-weight: 650;
  background: var(--surface); color: var(--accent); border: 1px solid var(--line); display: inline-block; vertical-align: baseline;
}
.cite:hover { border-color: var(--accent); }
.label { font-size: 12px; font-weight: 600; color: var(--quiet); }
.sources { list-style: none; width: 100%; display: flex; flex-direction: column; gap: 6px; margin-top: 4px; }
.sources li { border: 1px solid var(--line); border-radius: 10px; }
summary { cursor: pointer; padding: 7px 11px; font-size: 13px; border-radius: 10px; display: flex; gap: 8px; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary b { color: var(--accent); font-weight: 650; }
summary span { flex: 1; min-width: 0; }
summary::after { content: ""; width: 7px; height: 7px; margin: 5px 3px 0; border: solid var(--quiet); border-width: 0 1.6px 1.6px 0; transform: rotate(45deg); flex: none; }
details[open] summary::after { transform: rotate(-135deg); margin-top: 8px; }
.passage { padding: 0 11px 10px; font-size: 13px; color: var(--quiet); white-space: pre-line; }
.passage a { display: block; margin-top: 6px; }
a { color: var(--accent); text-underline-offset: 2px; }
.votes { display: flex; gap: 4px; align-items: center; margin: -4px 0; margin-inline-start: -9px; font-size: 13px; color: var(--quiet); }
.votes button { width: 34px; height: 34px; border-radius: 9px; display: grid; place-items: center; color: var(--quiet); }
.votes button:hover { background: var(--subtle); color: var(--text); }
.votes button[aria-pressed="true"] { background: var(--subtle); color: var(--accent); }
.votes svg { width: 17px; height: 17px; stroke-width: 1.7; }
.notice { color: var(--quiet); font-size: 14px; }
.wrong { color: var(--bad); font-size: 14px; }
.plain { border: 1px solid var(--field); border-radius: 10px; padding: 7px 13px; font-size: 14px; font-weight: 550; }
.plain:hover { border-color: var(--accent); color: var(--accent); }
.filled { background: var(--primary); color: var(--on-primary); border-radius: 10px; padding: 8px 15px; font-size: 14px; font-weight: 600; border: 1px solid transparent; }
.filled:hover { filter: brightness(1.06); }
button:disabled { opacity: 0.55; cursor: default; }

.action { border: 1px solid var(--line); border-radius: 12px; padding: 12px; width: 100%; display: flex; flex-direction: column; gap: 10px; align-items: flex-start; }
.action form { width: 100%; display: flex; flex-direction: column; gap: 10px; }
.action label { display: flex; flex-direction: column; gap: 4px; font-size: 13px; font-weight: 550; }
.action label i { font-style: normal; font-weight: 400; color: var(--quiet); }
.row { display: flex; gap: 8px; flex-wrap: wrap; }
.field { width: 100%; border: 1px solid var(--field); border-radius: 9px; background: var(--surface); padding: 8px 10px; font-size: 15px; font-weight: 400; min-height: 40px; }
textarea.field { min-height: 76px; resize: vertical; }

.composer { flex: none; display: flex; gap: 8px; align-items: flex-end; padding: 12px; padding-bottom: calc(12px + env(safe-area-inset-bottom)); border-top: 1px solid var(--line); }
.composer textarea { flex: 1; min-width: 0; resize: none; border: 1px solid var(--field); border-radius: 12px; background: var(--surface); padding: 9px 12px; line-height: 22px; min-height: 42px; max-height: 132px; overflow-y: auto; }
.composer textarea::placeholder, .field::placeholder { color: var(--quiet); opacity: 1; }
.composer textarea:focus-visible, .field:focus-visible { outline-offset: -1px; }
.composer button { width: 42px; height: 42px; border-radius: 12px; display: grid; place-items: center; background: var(--primary); color: var(--on-primary); flex: none; }
.fd[dir="rtl"] .composer button svg { transform: scaleX(-1); }

@media (max-width: 480px) {
  .panel { inset: 0 !important; width: auto; max-width: none; height: auto; border-radius: 0; }
  .head { padding-top: calc(12px + env(safe-area-inset-top)); }
  .fd[data-open] .launcher { display: none; }
  .composer textarea, .field { font-size: 16px; }
}
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none !important; transition: none !important; }
  .launcher:hover { transform: none; }
}
@media (forced-colors: active) {
  .launcher, .panel, .said, .composer button, .filled { border: 1px solid; }
}
`;

export function widgetStyles(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  return sheet;
}
