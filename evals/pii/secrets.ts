/** Made-up secrets in the shapes of their vendors, put together at run time so that none stands in the tree. */
import { createHash } from 'node:crypto';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function drawn(seed: string, length: number, alphabet = ALPHANUMERIC): string {
  let text = '';
  for (let block = 0; text.length < length; block++) {
    const bytes = createHash('sha256').update(`${seed}/${block}`).digest();
    for (const byte of bytes) text += alphabet[byte % alphabet.length];
  }
  return text.slice(0, length);
}

const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function pem(seed: string, kind: string, lines: number, newline = '\n'): string {
  const body = Array.from({ length: lines }, (_, line) => drawn(`${seed}/${line}`, 64));
  return [`-----BEGIN ${kind}-----`, ...body, `-----END ${kind}-----`].join(newline);
}

const own = (prefix: string) => (seed: string) => `${prefix}_${drawn(seed, 43)}`;

const MAKERS: Record<string, (seed: string) => string> = {
  openai: (s) => `sk-${drawn(s, 48)}`,
  openai_project: (s) => `sk-proj-${drawn(s, 40)}_${drawn(`${s}b`, 40)}`,
  anthropic: (s) => `sk-ant-api03-${drawn(s, 60)}-${drawn(`${s}b`, 24)}AA`,
  stripe_live: (s) => `sk_live_${drawn(s, 24)}`,
  stripe_test: (s) => `sk_test_${drawn(s, 99)}`,
  stripe_restricted: (s) => `rk_live_${drawn(s, 24)}`,
  aws: (s) => `AKIA${drawn(s, 16, UPPER)}`,
  aws_session: (s) => `ASIA${drawn(s, 16, UPPER)}`,
  github: (s) => `ghp_${drawn(s, 36)}`,
  github_fine: (s) => `github_pat_${drawn(s, 22)}_${drawn(`${s}b`, 59)}`,
  gitlab: (s) => `glpat-${drawn(s, 20)}`,
  slack_bot: (s) => `xoxb-${drawn(s, 12, '0123456789')}-${drawn(`${s}b`, 24)}`,
  slack_user: (s) => `xoxp-${drawn(s, 12, '0123456789')}-${drawn(`${s}b`, 32, HEX)}`,
  google: (s) => `AIza${drawn(s, 35)}`,
  sendgrid: (s) => `SG.${drawn(s, 22)}.${drawn(`${s}b`, 43)}`,
  huggingface: (s) => `hf_${drawn(s, 34)}`,
  npm: (s) => `npm_${drawn(s, 36)}`,
  pypi: (s) => `pypi-AgEIcHlwaS5vcmc${drawn(s, 70)}`,
  digitalocean: (s) => `dop_v1_${drawn(s, 64, HEX)}`,
  shopify: (s) => `shpat_${drawn(s, 32, HEX)}`,
  square: (s) => `sq0csp-${drawn(s, 43)}`,
  mailgun: (s) => `key-${drawn(s, 32, HEX)}`,
  twilio: (s) => `SK${drawn(s, 32, HEX)}`,
  telegram: (s) => `${drawn(s, 10, '123456789')}:AA${drawn(`${s}b`, 33)}`,
  groq: (s) => `gsk_${drawn(s, 52)}`,
  langfuse: (s) => `sk-lf-${[8, 4, 4, 4, 12].map((n) => drawn(`${s}${n}`, n, HEX)).join('-')}`,
  vault: (s) => `hvs.${drawn(s, 90)}`,
  databricks: (s) => `dapi${drawn(s, 32, HEX)}`,
  replicate: (s) => `r8_${drawn(s, 37)}`,
  webhook_secret: (s) => `whsec_${drawn(s, 32)}`,
  fdt: own('fdt'),
  fd: own('fd'),
  fds: own('fds'),
  fdv: own('fdv'),
  fdw: own('fdw'),
  fdr: own('fdr'),
  jwt: (s) => `${json({ alg: 'HS256', typ: 'JWT' })}.${json({ sub: s, iat: 1 })}.${drawn(s, 43)}`,
  jwt_short: (s) => `${json({ alg: 'none' })}.${json({ sub: s })}.`,
  jwt_long: (s) => `${json({ alg: 'RS256', kid: s })}.${json({ sub: drawn(s, 900) })}.${drawn(s, 342)}`,
  jwe: (s) =>
    `${json({ alg: 'dir', enc: 'A256GCM' })}..${drawn(s, 16)}.${drawn(`${s}b`, 80)}.${drawn(`${s}c`, 22)}`,
  pem_rsa: (s) => pem(s, `RSA ${'PRIVATE'} KEY`, 25),
  pem_ec: (s) => pem(s, `EC ${'PRIVATE'} KEY`, 3),
  pem_openssh: (s) => pem(s, `OPENSSH ${'PRIVATE'} KEY`, 7),
  pem_escaped: (s) => pem(s, `${'PRIVATE'} KEY`, 25, '\\n'),
  pem_cut: (s) => pem(s, `${'PRIVATE'} KEY`, 4).split('-----END')[0]!.trimEnd(),
  pem_pgp: (s) => pem(s, `PGP ${'PRIVATE'} KEY BLOCK`, 10),
};

/** `seed` makes another secret of the same shape. */
export function madeUpSecret(name: string, seed: string): string {
  const maker = MAKERS[name];
  if (!maker) throw new Error(`no secret is called ${name}`);
  return maker(`${seed}/${name}`);
}
