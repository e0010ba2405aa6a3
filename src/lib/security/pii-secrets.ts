/** Secrets by the shapes that their issuers give them: private keys (RFC 7468), JWT (RFC 7519), API keys and our own tokens. */
import type { Span } from './pii-types.ts';

const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----/g;
const PEM_END = /-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----/g;

/** What was cut off before its end is a secret to the end of the text. */
export function findPrivateKeys(text: string): Span[] {
  const spans: Span[] = [];
  PEM_BEGIN.lastIndex = 0;
  for (let begin = PEM_BEGIN.exec(text); begin; begin = PEM_BEGIN.exec(text)) {
    PEM_END.lastIndex = PEM_BEGIN.lastIndex;
    const end = PEM_END.exec(text) ? PEM_END.lastIndex : text.length;
    spans.push({ start: begin.index, end });
    PEM_BEGIN.lastIndex = end;
  }
  return spans;
}

/** A signed token has three parts, an encrypted one five; a header is JSON, so its base64url begins with `eyJ`. */
const JWT = /(?<![\w-])eyJ[\w-]{10,}\.[\w-]*\.[\w-]*(?:\.[\w-]+\.[\w-]+)?/g;

export function findJwts(text: string): Span[] {
  return spansOf(JWT, text);
}

const KEYS = [
  // Ours, and their like: a prefix, an underscore or dash, a long random part.
  'fd[tsvwr]?_[\\w-]{40,}',
  'sk-(?:proj-|ant-|svcacct-|or-|lf-)?[\\w-]{20,}',
  'pk-lf-[\\w-]{30,}',
  '[srp]k_(?:live|test)_\\w{16,}',
  'whsec_[\\w+/=-]{16,}',
  '(?:AKIA|ASIA)[A-Z0-9]{16}(?!\\w)',
  'gh[pousr]_\\w{30,}',
  'github_pat_\\w{40,}',
  'gl(?:pat|dt|rt|cbt|ptt|oas)-[\\w-]{16,}',
  'xox[abeoprs]-[\\w-]{16,}',
  'xapp-[\\w-]{20,}',
  'AIza[\\w-]{30,}',
  'ya29\\.[\\w-]{20,}',
  'GOCSPX-[\\w-]{20,}',
  'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
  '(?:hf|gsk|npm|r8|xai|pplx|nvapi|lin_api|figd|sntrys|rubygems|dckr_pat|glsa|tvly|jina)[_-][\\w-]{24,}',
  'pypi-[\\w-]{40,}',
  'do[opr]_v1_\\w{40,}',
  'shp(?:at|ca|pa|ss)_\\w{24,}',
  'sq0(?:atp|csp)-[\\w-]{20,}',
  'key-[0-9a-f]{32}(?!\\w)',
  '(?:SK|AC)[0-9a-f]{32}(?!\\w)',
  '\\d{8,10}:AA[\\w-]{33}(?![\\w-])',
  'hv[sbr]\\.[\\w-]{20,}',
  'dapi[0-9a-f]{32}(?!\\w)',
  'ATATT3[\\w=-]{20,}',
  'AGE-SECRET-KEY-1\\w{50,}',
];
const API_KEY = new RegExp(`(?<![\\w-])(?:${KEYS.join('|')})`, 'g');
/** A value that is called a key, and is of letters and digits. */
const NAMED_KEY = /(?:api|access|secret|auth)[_-]?(?:key|token)["']?\s{0,3}[:=]\s{0,3}["']?([\w+/-]{16,})/gi;

export function findApiKeys(text: string): Span[] {
  const named = [...text.matchAll(NAMED_KEY)].flatMap((match) => {
    const value = match[1]!;
    const end = match.index + match[0].length;
    return /\d/.test(value) && /[A-Za-z]/.test(value) ? [{ start: end - value.length, end }] : [];
  });
  return [...spansOf(API_KEY, text), ...named];
}

function spansOf(shape: RegExp, text: string): Span[] {
  return [...text.matchAll(shape)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
