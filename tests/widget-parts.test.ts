/** PROMISES 7, the widget's parts that need no browser: colours, addresses, events, storage, words. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, readableOn, textOn } from '../src/widget/colors.ts';
import { failureOf } from '../src/widget/failure.ts';
import { readEvents } from '../src/widget/read-events.ts';
import { openStore } from '../src/widget/storage.ts';
import { citedIn, webAddress } from '../src/widget/turn.ts';
import { fill, wordsFor } from '../src/widget/words.ts';

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('a brand’s colours', () => {
  it('carry text that reads at 4.5 at least, whatever was chosen', () => {
    fc.assert(fc.property(color, (background) => contrast(background, textOn(background)) >= 4.5));
  });

  it('become accents that read at 4.5 on both surfaces of a theme', () => {
    for (const [surface, subtle] of [
      ['#ffffff', '#f4f4f2'],
      ['#1d1c1a', '#2a2926'],
    ] as const) {
      const reads = (chosen: string) => {
        const accent = readableOn(readableOn(chosen, surface), subtle);
        return contrast(accent, surface) >= 4.5 && contrast(accent, subtle) >= 4.5;
      };
      fc.assert(fc.property(color, reads));
    }
    expect(readableOn('#1a4f8f', '#ffffff')).toBe('#1a4f8f');
  });
});

describe('an address of a document', () => {
  it('is a link only when it is one of the web', () => {
    expect(webAddress('https://a.example/x?y#z')).toBe('https://a.example/x?y#z');
    expect(webAddress('http://a.example')).toBe('http://a.example/');
    const others = [
      'javascript:alert(1)',
      ' java\nscript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc',
      '//a.example',
      '/x',
      '',
      null,
    ];
    for (const other of others) expect([other, webAddress(other)]).toEqual([other, null]);
  });
});

describe('events', () => {
  const read = async (pieces: string[]) => {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    });
    const events = [];
    for await (const event of readEvents(stream)) events.push(event);
    return events;
  };
  const text =
    'retry: 2000\n\n: alive\n\nevent: token\ndata: {"text":"é[1]"}\n\nevent: x\ndata: not json\n\nid: 3\nevent: done\ndata: {"a":1}\n\nevent: cut\ndata: {';

  it('are read however the network cuts them', async () => {
    const whole = await read([text]);
    expect(whole).toEqual([
      { event: 'token', data: { text: 'é[1]' } },
      { event: 'done', data: { a: 1 } },
    ]);
    expect(await read([...text])).toEqual(whole);
  });
});

describe('storage', () => {
  it('that is blocked or full is replaced by memory', () => {
    const blocked = openStore(() => {
      throw new Error('blocked');
    }, 'p:');
    blocked.set('name', { a: 1 });
    expect(blocked.get('name')).toEqual({ a: 1 });
    blocked.remove('name');
    expect(blocked.get('name')).toBeNull();
  });

  it('with nonsense in it holds nothing', () => {
    const area = { getItem: () => '{', setItem() {}, removeItem() {} } as unknown as Storage;
    expect(openStore(() => area, 'p:').get('name')).toBeNull();
  });
});

describe('words', () => {
  it('are those of the language, else English; right to left where it is written so', () => {
    expect(wordsFor('de-CH')).toMatchObject({ lang: 'de-CH', dir: 'ltr', words: { send: 'Senden' } });
    expect(wordsFor('fr').words.send).toBe('Envoyer');
    expect(wordsFor('es').words.send).toBe('Enviar');
    expect(wordsFor('he-IL')).toMatchObject({ lang: 'en', dir: 'rtl', words: { send: 'Send' } });
  });

  it('keep their places in every language', () => {
    for (const locale of ['en', 'de', 'fr', 'es']) {
      const { words } = wordsFor(locale);
      expect([
        words.source.includes('{n}'),
        words.source.includes('{title}'),
        words.busyFor.includes('{n}'),
      ]).toEqual([true, true, true]);
    }
    expect(fill('{n}: {title} {x}', { n: 1, title: '{n}' })).toBe('1: {n} {x}');
  });

  it('are found for every failure', () => {
    expect(failureOf({ code: 'rate_limited' }, '7')).toMatchObject({ kind: 'busy', retryAfter: 7 });
    expect(failureOf({ code: 'trial_expired', detail: 'x' }, null)).toMatchObject({
      kind: 'unavailable',
      detail: 'x',
    });
    for (const odd of [null, 'text', {}, { code: '__proto__' }, { code: 7 }])
      expect(failureOf(odd, 'soon')).toMatchObject({ kind: 'failed', retryAfter: null });
  });
});

it('citations are the numbers in brackets', () => {
  expect([...citedIn('a [1] b[2][1] [x] [1234] [ 3 ]')]).toEqual([1, 2]);
});
