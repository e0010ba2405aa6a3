/** PROMISES 4: which passwords administrators may choose, and how they are kept. */
import { describe, expect, it } from 'vitest';
import { bcryptPasswords } from '#lib/auth/bcrypt-passwords.ts';
import { requireStrongPassword } from '#lib/auth/require-strong-password.ts';

const EMAIL = 'marguerite.lindqvist@northwind-bakery.example';
const allowed = (password: string) => {
  try {
    requireStrongPassword(password, EMAIL, 'password');
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_request', fields: [{ path: 'password' }] });
    return false;
  }
};

describe('a new password', () => {
  it.each([
    ...[
      'Password1234!',
      'password123456',
      'P@ssw0rd1234',
      'passwordpassword',
      'Passw0rd!Passw0rd!',
      'MyPassword2024!',
    ],
    ...[
      '123456789012',
      '1234567890qwerty',
      'qwertyuiop123',
      'qwertyuiop[]',
      '1q2w3e4r5t6y',
      '1qaz2wsx3edc',
      'zaq12wsxcde3',
    ],
    ...[
      'aaaaaaaaaaaa',
      'abababababab',
      'abc123abc123',
      'abcdefghijkl',
      '111111111111',
      '000000000000',
      '121212121212',
    ],
    ...[
      'iloveyou1234',
      'iloveyouforever',
      'letmein123456',
      'welcome12345',
      'Welcome2024!!',
      'changeme1234',
      'admin1234567',
    ],
    ...[
      'administrator',
      'Administrator1!',
      'superadmin123',
      'adminadmin123',
      'football1234',
      'sunshine12345',
      'frontdesk2024',
    ],
    ...[
      'princess12345',
      'Summer2024!!!',
      'september2023',
      'correcthorsebatterystaple',
      'correct horse battery staple',
    ],
    ...[
      'thequickbrownfox',
      'Manchester United 1',
      'zxcvbnm12345',
      'asdfghjkl123',
      'asdfasdfasdf',
      '987654321098',
      'secretsecret1',
    ],
    ...[
      'marguerite1234',
      'Lindqvist2024!',
      'northwind-bakery',
      'M4rguerite.Lindqvist',
      'short',
      '',
      'xK9#mQ2$vL7',
    ],
  ])('is not %j', (password) => {
    expect(allowed(password)).toBe(false);
  });

  it.each([
    ...[
      'violet-kettle-on-a-narrow-roof',
      'seven lanterns float past Zagreb',
      'xK9#mQ2$vL7w',
      'Tr0ub4dor&3xyz-plinth',
    ],
    ...[
      'квадратный чайник 7',
      '雨が降る静かな図書館の窓辺',
      'gnpqzuvbmxtj',
      'my dog Rufus ate 14 cushions',
      'aV3ry-0dd-P4ssword-of-mine-zebu',
    ],
  ])('may be %j', (password) => {
    expect(allowed(password)).toBe(true);
  });

  it('is judged in a moment however it is made', () => {
    const begun = performance.now();
    for (const piece of ['a', 'ab', '1234', 'password', 'ａ', '😀', 'qwertyuiop0'])
      allowed(piece.repeat(Math.ceil(1_024 / piece.length)).slice(0, 1_024));
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('a kept password', () => {
  const pepper = 'a-pepper-of-the-tests-alone-4Vq9Z';
  const passwords = bcryptPasswords({ peppers: [pepper], cost: 4 });

  it('counts every character: past the 72nd byte, NUL and all', async () => {
    const long = 'x'.repeat(72);
    const stored = await passwords.hash(`${long}a`);
    expect(await passwords.verify(`${long}a`, stored)).toBe(true);
    expect(await passwords.verify(`${long}b`, stored)).toBe(false);
    expect(await passwords.verify('ab\0d', await passwords.hash('ab\0c'))).toBe(false);
    expect(stored.hash).not.toBe((await passwords.hash(`${long}a`)).hash);
  });

  it('is the same however a keyboard composes its letters', async () => {
    expect(await passwords.verify('cafe\u0301', await passwords.hash('caf\u00e9'))).toBe(true);
  });

  it('fits with a former key and cost, and is then out of date', async () => {
    const stored = await passwords.hash('right');
    const next = bcryptPasswords({ peppers: ['n'.repeat(32), pepper], cost: 5 });
    expect([passwords.outdated(stored), next.outdated(stored)]).toEqual([false, true]);
    expect(await next.verify('right', stored)).toBe(true);
    expect(next.outdated(await next.hash('right'))).toBe(false);
    const dearer = bcryptPasswords({ peppers: [pepper], cost: 5 });
    expect(dearer.outdated(stored)).toBe(true);
    const forgetful = bcryptPasswords({ peppers: ['n'.repeat(32)], cost: 4 });
    expect(await forgetful.verify('right', stored)).toBe(false);
  });

  it('is compared a few at a time, in turn, and who would wait too long is told so', async () => {
    const few = bcryptPasswords({ peppers: [pepper], cost: 4, atOnce: 1, waitingMax: 2 });
    const stored = await few.hash('right');
    const answers = await Promise.allSettled([1, 2, 3, 4, 5].map(() => few.verify('right', stored)));
    expect(answers.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'fulfilled'],
      ...['rejected', 'rejected'],
    ]);
    expect(answers[3]).toMatchObject({ reason: { code: 'database_busy', retryAfterSeconds: 5 } });
    expect(await few.verify('right', stored)).toBe(true);
  });

  it('of nobody fits nothing, and takes as long to compare with', async () => {
    const slower = bcryptPasswords({ peppers: [pepper], cost: 8 });
    const stored = await slower.hash('right');
    const times = { known: [] as number[], nobodys: [] as number[] };
    for (let i = 0; i < 11; i++) {
      for (const [kind, hash] of [
        ['known', stored],
        ['nobodys', null],
      ] as const) {
        const begun = performance.now();
        expect(await slower.verify('wrong', hash)).toBe(false);
        times[kind].push(performance.now() - begun);
      }
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[5]!;
    expect(median(times.nobodys) / median(times.known)).toBeGreaterThan(0.6);
    expect(await slower.verify('', null)).toBe(false);
  });
});
