/** What the widget itself says, in the languages it speaks; a tenant's own texts are the tenant's. */
const en = {
  open: 'Open the chat',
  close: 'Close the chat',
  welcome: 'Hello! What would you like to know?',
  placeholder: 'Ask a question…',
  question: 'Your question',
  conversation: 'Conversation',
  send: 'Send',
  stop: 'Stop',
  fresh: 'Start a new conversation',
  looking: 'Looking it up…',
  sources: 'Sources',
  source: 'Source {n}: {title}',
  newTab: 'opens in a new tab',
  helped: 'This answer helped',
  notHelped: 'This answer did not help',
  thanks: 'Thank you for telling us.',
  optional: 'optional',
  cancel: 'Cancel',
  sending: 'Sending…',
  retry: 'Try again',
  offline: 'No connection. Check your network and try again.',
  busy: 'That was a lot at once. Please try again in a moment.',
  busyFor: 'That was a lot at once. Please try again in {n} seconds.',
  unavailable: 'The assistant is not available at the moment. Please come back later.',
  refused: 'The assistant is not available on this page.',
  stopped: 'Stopped.',
  failed: 'Something went wrong. Please try again.',
};
export type Words = Readonly<Record<keyof typeof en, string>>;

const de: Words = {
  open: 'Chat öffnen',
  close: 'Chat schließen',
  welcome: 'Hallo! Was möchten Sie wissen?',
  placeholder: 'Stellen Sie eine Frage …',
  question: 'Ihre Frage',
  conversation: 'Unterhaltung',
  send: 'Senden',
  stop: 'Anhalten',
  fresh: 'Neue Unterhaltung beginnen',
  looking: 'Ich sehe nach …',
  sources: 'Quellen',
  source: 'Quelle {n}: {title}',
  newTab: 'öffnet einen neuen Tab',
  helped: 'Diese Antwort hat geholfen',
  notHelped: 'Diese Antwort hat nicht geholfen',
  thanks: 'Danke für die Rückmeldung.',
  optional: 'freiwillig',
  cancel: 'Abbrechen',
  sending: 'Wird gesendet …',
  retry: 'Noch einmal versuchen',
  offline: 'Keine Verbindung. Prüfen Sie das Netz und versuchen Sie es noch einmal.',
  busy: 'Das war viel auf einmal. Bitte versuchen Sie es gleich noch einmal.',
  busyFor: 'Das war viel auf einmal. Bitte versuchen Sie es in {n} Sekunden noch einmal.',
  unavailable: 'Der Assistent ist gerade nicht verfügbar. Bitte kommen Sie später wieder.',
  refused: 'Der Assistent ist auf dieser Seite nicht verfügbar.',
  stopped: 'Angehalten.',
  failed: 'Etwas ist schiefgegangen. Bitte versuchen Sie es noch einmal.',
};

const fr: Words = {
  open: 'Ouvrir la discussion',
  close: 'Fermer la discussion',
  welcome: 'Bonjour ! Que souhaitez-vous savoir ?',
  placeholder: 'Posez une question…',
  question: 'Votre question',
  conversation: 'Conversation',
  send: 'Envoyer',
  stop: 'Arrêter',
  fresh: 'Commencer une nouvelle conversation',
  looking: 'Je cherche…',
  sources: 'Sources',
  source: 'Source {n} : {title}',
  newTab: 'ouvre un nouvel onglet',
  helped: 'Cette réponse m’a aidé',
  notHelped: 'Cette réponse ne m’a pas aidé',
  thanks: 'Merci pour votre avis.',
  optional: 'facultatif',
  cancel: 'Annuler',
  sending: 'Envoi…',
  retry: 'Réessayer',
  offline: 'Pas de connexion. Vérifiez votre réseau et réessayez.',
  busy: 'Cela fait beaucoup à la fois. Réessayez dans un instant.',
  busyFor: 'Cela fait beaucoup à la fois. Réessayez dans {n} secondes.',
  unavailable: 'L’assistant n’est pas disponible pour le moment. Revenez plus tard.',
  refused: 'L’assistant n’est pas disponible sur cette page.',
  stopped: 'Arrêté.',
  failed: 'Une erreur s’est produite. Veuillez réessayer.',
};

const es: Words = {
  open: 'Abrir el chat',
  close: 'Cerrar el chat',
  welcome: '¡Hola! ¿Qué le gustaría saber?',
  placeholder: 'Haga una pregunta…',
  question: 'Su pregunta',
  conversation: 'Conversación',
  send: 'Enviar',
  stop: 'Detener',
  fresh: 'Empezar una conversación nueva',
  looking: 'Buscando…',
  sources: 'Fuentes',
  source: 'Fuente {n}: {title}',
  newTab: 'se abre en una pestaña nueva',
  helped: 'Esta respuesta me ayudó',
  notHelped: 'Esta respuesta no me ayudó',
  thanks: 'Gracias por su opinión.',
  optional: 'opcional',
  cancel: 'Cancelar',
  sending: 'Enviando…',
  retry: 'Intentar de nuevo',
  offline: 'Sin conexión. Compruebe la red e inténtelo de nuevo.',
  busy: 'Son demasiadas preguntas a la vez. Inténtelo de nuevo en un momento.',
  busyFor: 'Son demasiadas preguntas a la vez. Inténtelo de nuevo en {n} segundos.',
  unavailable: 'El asistente no está disponible en este momento. Vuelva más tarde.',
  refused: 'El asistente no está disponible en esta página.',
  stopped: 'Detenido.',
  failed: 'Algo salió mal. Inténtelo de nuevo.',
};

const SPOKEN: ReadonlyMap<string, Words> = new Map(Object.entries({ en, de, fr, es }));
const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

const language = (locale: string) => locale.toLowerCase().split('-', 1)[0] ?? '';

/** English for a language that the widget does not speak; `lang` says which language the words are in. */
export function wordsFor(locale: string): { words: Words; lang: string; dir: 'ltr' | 'rtl' } {
  const asked = language(locale);
  const spoken = SPOKEN.get(asked);
  return {
    words: spoken ?? en,
    lang: spoken ? locale : 'en',
    dir: RIGHT_TO_LEFT.has(asked) ? 'rtl' : 'ltr',
  };
}

export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
