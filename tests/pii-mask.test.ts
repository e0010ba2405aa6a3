/** PROMISES 9: nothing personal is in a log line, whatever part of it held it, nor in what is masked for traces and audits. */
import { describe, expect, it } from 'vitest';
import { logMailer } from '#lib/mail/log-mailer.ts';
import { pinoLog } from '#lib/observability/pino-log.ts';
import { maskDeep, maskPii } from '#lib/security/pii-mask.ts';

const EMAIL = 'jane.doe@example.com';
const CARD = '4111 1111 1111 1111';

function logged(write: (log: ReturnType<typeof pinoLog>) => void) {
  const lines: string[] = [];
  write(pinoLog('info', { write: (line) => void lines.push(line) }));
  return { text: lines.join(''), lines: lines.map((line) => JSON.parse(line)) };
}

describe('a log line', () => {
  it('is masked in its fields, however deep, and in its sentence', () => {
    const { text, lines } = logged((log) =>
      log.info(
        { code: EMAIL, list: [{ query: `card ${CARD}` }], n: 3, ok: true, none: null },
        `for ${EMAIL}`,
      ),
    );
    expect(lines[0]).toMatchObject({
      code: '[email]',
      list: [{ query: 'card [card]' }],
      n: 3,
      ok: true,
      none: null,
    });
    expect(lines[0].msg).toBe('for [email]');
    expect(text).not.toMatch(/jane|4111/);
  });

  it('is masked in an error, its stack and its causes', () => {
    const cause = new Error(`duplicate key (email)=(${EMAIL})`);
    const err = new Error(`cannot write ${CARD}`, { cause });
    const { text, lines } = logged((log) => log.error({ err }, 'failed'));
    expect(lines[0].err).toMatchObject({ type: 'Error', message: 'cannot write [card]' });
    expect(lines[0].err.causes[0].message).toBe('duplicate key (email)=([email])');
    expect(lines[0].err.stack).toContain('pii-mask.test.ts');
    expect(text).not.toMatch(/jane|4111/);
  });

  it('still says where a part of ours runs, and when', () => {
    const fields = {
      address: '10.1.2.3:5432',
      request_id: '0199c3a2-1234-7123-8123-123456789012',
      ms: 12.25,
    };
    const { lines } = logged((log) => log.warn(fields, 'connect ECONNREFUSED 127.0.0.1:6379'));
    expect(lines[0]).toMatchObject({ ...fields, msg: 'connect ECONNREFUSED 127.0.0.1:6379' });
    expect(Number.isNaN(Date.parse(lines[0].time))).toBe(false);
  });

  it('is a whole e-mail only where the log stands in for the mailbox', async () => {
    const mail = { messageId: 'm1', to: EMAIL, subject: 'Hello', text: `For ${EMAIL}`, html: '' };
    const { lines } = logged((log) => {
      void logMailer(log, { contents: true }).send(mail);
      void logMailer(log, { contents: false }).send(mail);
    });
    expect(lines[0]).toMatchObject({ to: EMAIL, text: `For ${EMAIL}` });
    expect(JSON.stringify(lines[1])).not.toContain('jane');
  });
});

describe('maskDeep', () => {
  it('masks texts and keys and leaves the rest', () => {
    const at = new Date(0);
    const value = { [EMAIL]: [EMAIL, 4, null, undefined, at], url: new URL(`https://x.example/?u=${EMAIL}`) };
    expect(maskDeep(value)).toEqual({
      '[email]': ['[email]', 4, null, undefined, at],
      url: 'https://x.example/?u=[email]',
    });
  });

  it('masks numbers that would be personal data in a text, where they may be', () => {
    const value = {
      card: 4111111111111111,
      customer: {
        phone_number: 493090182000,
        mobilePhone: 2079460018,
        ssn: 84585256,
        ids: [4111111111111111],
      },
      rounded: Number('6221261268097697232'),
      order_number: 4111111111111111,
      order_id: 1002003004,
      total: 1234567.89,
      at: 1764255600000,
      n: 3,
    };
    expect(maskDeep(value)).toEqual(value);
    expect(maskDeep(value, { numbers: true })).toEqual({
      ...value,
      card: '[card]',
      customer: { phone_number: '[phone]', mobilePhone: '[phone]', ssn: '[ssn]', ids: ['[card]'] },
      rounded: '[number]',
    });
  });

  it('makes plain objects of errors, and an end of what goes in circles', () => {
    const circle: Record<string, unknown> = { query: EMAIL };
    circle.self = circle;
    expect(JSON.stringify(maskDeep(circle))).toContain('[too deep]');
    const error = maskDeep(new TypeError(`no ${EMAIL}`, { cause: new Error(CARD) }));
    expect(error).toMatchObject({ type: 'TypeError', message: 'no [email]', cause: { message: '[card]' } });
    expect(JSON.stringify(error)).not.toMatch(/jane|4111/);
    expect(maskDeep(Buffer.from(EMAIL))).toBe('[bytes]');
  });

  it('tells what it found by type, never by value', () => {
    const told: unknown[] = [];
    maskDeep([EMAIL, { card: CARD }, 'nothing'], { onFound: (counts) => told.push(counts) });
    expect(told).toEqual([{ email: 1 }, { card: 1 }]);
    expect(maskPii('nothing', { onFound: () => told.push('never') }).text).toBe('nothing');
    expect(told).toHaveLength(2);
  });
});
