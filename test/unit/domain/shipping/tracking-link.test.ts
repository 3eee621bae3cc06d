import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linksByNumber, trackingLinkFor } from '../../../../src/domain/shipping/tracking-link.ts';

const linkOf = (length: number) => 'https://track.example/'.padEnd(length, 'x');

describe('the link of a parcel', () => {
  it.each([
    ['https://track.example/?n=A1', 'https://track.example/?n=A1'],
    [' https://track.example/?n=JJFI0001 ', 'https://track.example/?n=JJFI0001'],
    ['posti.example/track?n=JJFI0001', 'https://posti.example/track?n=JJFI0001'],
    ['www.track.example', 'https://www.track.example'],
    ['//track.example/p/1', 'https://track.example/p/1'],
    ['track.example:8443/p/1', 'https://track.example:8443/p/1'],
    ['HTTP://Track.Example/p', 'HTTP://Track.Example/p'],
    ['https://track.example/?a=1&amp;n=JJFI0001', 'https://track.example/?a=1&n=JJFI0001'],
    ['https://track.example/?n=9400 1000 0000', 'https://track.example/?n=9400%201000%200000'],
    ['https://track.example/?n=A\t1', 'https://track.example/?n=A%201'],
    ['https://pääte.example/?n=1', 'https://pääte.example/?n=1'],
    ['\u200bhttps://track.example/?n=1\ufeff', 'https://track.example/?n=1'],
    ['\u202ahttps://track.example/\u0000?n=1\u200e\u202c', 'https://track.example/?n=1'],
    ['https://track.example/?n=1\u0085', 'https://track.example/?n=1'],
    ['https://track.example/?n=\ud83d', 'https://track.example/?n=\ufffd'],
    ['https://track.example/?n=9400 \r\n  1000', 'https://track.example/?n=9400%201000'],
    ['https://track.example/?n=A|1', 'https://track.example/?n=A%7C1'],
    ['https://track.example/?n={A"1"}', 'https://track.example/?n=%7BA%221%22%7D'],
    ['track.example//p/1', 'https://track.example//p/1'],
  ])('%j is %s', (text, link) => {
    expect(trackingLinkFor(text)).toEqual({ kind: 'link', link });
  });

  it.each([
    undefined,
    '',
    '   ',
    'JJFI0001',
    'JJFI.0001',
    'DHL.Express',
    'Carrier 9400 1000 0000',
    'posti.example track 5',
    'javascript:void(0)',
    'data:text/html,x',
    'ftp://track.example/x',
    'mailto:jane@example.test',
    'https://',
    'https:///x',
    'https://JJFI0001',
    'https://1/x',
    'https://user:word@track.example/x',
    'https://track .example/x',
    '<a href="https://track.example/x">',
    `https://track.example/${'x'.repeat(500)}`,
  ])('%j is left out', (text) => {
    const found = trackingLinkFor(text);
    expect(found.kind).toBe('none');
    expect(found).not.toHaveProperty('link');
  });

  it.each([
    [undefined, 'empty'],
    ['\u200b \ufeff', 'empty'],
    ['JJFI0001', 'it is not an http or https address'],
    ['JJFI0001 https://track.example/x', 'it is not an http or https address'],
    ['https://JJFI0001', 'it names no host'],
    ['https://track.example:99999/x', 'it names no host'],
    [linkOf(501), 'it is longer than 500 characters'],
  ])('%j is left out, and the reason is said', (text, why) => {
    expect(trackingLinkFor(text)).toEqual({ kind: 'none', why });
  });

  it('may be as long as the store takes it', () => {
    expect(trackingLinkFor(linkOf(500))).toEqual({ kind: 'link', link: linkOf(500) });
  });

  it('is always an http(s) address without space, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.webUrl().map((url) => ` ${url.slice(8)} x`),
        ),
        (text) => {
          const found = trackingLinkFor(text);
          if (found.kind === 'none') return;
          expect(found.link).toMatch(/^https?:\/\/\S+$/i);
          expect(['http:', 'https:']).toContain(new URL(found.link).protocol);
          expect(found.link.length).toBeLessThanOrEqual(500);
        },
      ),
    );
  });
});

describe('links and numbers of one order', () => {
  const of = (numbers: string[], url?: string) => Object.fromEntries(linksByNumber(numbers, url));

  it('a link belongs to the number that stands in it', () => {
    expect(of(['AA1', 'BB2'], 'https://track.example/?n=AA1')).toEqual({ AA1: 'https://track.example/?n=AA1' });
    expect(of(['AA1', 'BB2'], 'https://track.example/?n=BB2')).toEqual({ BB2: 'https://track.example/?n=BB2' });
    expect(of(['AA1', 'AA12'], 'https://track.example/AA12')).toEqual({ AA12: 'https://track.example/AA12' });
    expect(of(['aa1', 'BB2'], 'https://track.example/AA1')).toEqual({ aa1: 'https://track.example/AA1' });
    expect(of(['94 00', 'B'], 'https://track.example/?n=94+00')).toEqual({ '94 00': 'https://track.example/?n=94+00' });
  });

  it('one that names all of them belongs to all', () => {
    const link = 'https://track.example/?n=AA1,BB2';
    expect(of(['AA1', 'BB2'], link)).toEqual({ AA1: link, BB2: link });
  });

  it('one that names none is the first parcel’s, and no other’s', () => {
    expect(of(['AA1'], 'https://t.example/x9')).toEqual({ AA1: 'https://t.example/x9' });
    expect(of(['AA1', 'BB2'], 'https://t.example/x9')).toEqual({ AA1: 'https://t.example/x9' });
  });

  it('several links go to their own numbers, and as many as numbers in their order', () => {
    const two = 'https://t.example/BB2, https://t.example/AA1';
    expect(of(['AA1', 'BB2'], two)).toEqual({ AA1: 'https://t.example/AA1', BB2: 'https://t.example/BB2' });
    expect(of(['AA1', 'BB2'], 'https://t.example/x;https://t.example/y')).toEqual({
      AA1: 'https://t.example/x',
      BB2: 'https://t.example/y',
    });
  });

  const both = { AA1: 'https://t.example/AA1', BB2: 'https://t.example/BB2' };
  it.each([
    'https://t.example/AA1|https://t.example/BB2',
    'https://t.example/AA1<br>https://t.example/BB2',
    'https://t.example/AA1<br/>\r\nhttps://t.example/BB2<br/>',
    'https://t.example/AA1 und https://t.example/BB2',
    'https://t.example/AA1 & https://t.example/BB2',
    '(https://t.example/AA1) (https://t.example/BB2',
    '<a href="https://t.example/AA1">1</a>, <a href="https://t.example/BB2">2</a>',
    'AA1: https://t.example/AA1, BB2: https://t.example/BB2',
    'https://t.example/AA1 - https://t.example/BB2',
    'https://t.example/AA1,https://t.example/BB2,',
    '((https://t.example/AA1)) ((https://t.example/BB2))',
    "'https://t.example/AA1' 'https://t.example/BB2'",
    '(https://t.example/AA1) und (https://t.example/BB2)',
    'https://t.example/AA1 sowie https://t.example/BB2',
    '[https://t.example/AA1] [https://t.example/BB2]',
    '{https://t.example/AA1}{https://t.example/BB2}',
    'https://t.example/AA1 – https://t.example/BB2',
    'https://t.example/AA1—https://t.example/BB2',
    'Ihr Paket: https://t.example/AA1. Das zweite: https://t.example/BB2.',
    'https://t.example/AA1. https://t.example/BB2.',
    'https://t.example/AA1 (jetzt), https://t.example/BB2 (bald)',
    '1) https://t.example/AA1 2) https://t.example/BB2',
    'https://t.example/AA1, then https://t.example/BB2 thank you',
    'AA1: https://t.example/AA1\nBB2: https://t.example/BB2',
    'AA1 https://t.example/AA1 BB2 https://t.example/BB2',
    'https://t.example/AA1 (AA1) https://t.example/BB2 (BB2)',
    'Matkahuolto 24h: https://t.example/AA1 DHL 24h: https://t.example/BB2',
  ])('several links are several however they are parted: %j', (text) => {
    expect(of(['AA1', 'BB2'], text)).toEqual(both);
  });

  const asked = { AA1: 'https://t.example/?n=AA1', BB2: 'https://t.example/?n=BB2' };
  it.each([
    'AA1: https://t.example/?n=AA1 BB2: https://t.example/?n=BB2',
    'AA1 https://t.example/?n=AA1 bb2 https://t.example/?n=BB2',
    'Paket 1: https://t.example/?n=AA1 Paket 2: https://t.example/?n=BB2',
    'DHL https://t.example/?n=AA1\r\nDHL Express https://t.example/?n=BB2',
    'https://t.example/?n=AA1 (AA1), https://t.example/?n=BB2 (BB2)',
  ])('what names the next one is no value of the one before: %j', (text) => {
    expect(of(['AA1', 'BB2'], text)).toEqual(asked);
  });

  it('a number that is a value of its own stays where it stands', () => {
    expect(of(['1', 'B2'], 'https://t.example/?n= 1 https://t.example/?n=B2')).toEqual({
      '1': 'https://t.example/?n=%201',
      B2: 'https://t.example/?n=B2',
    });
    expect(of(['94 00', 'B'], 'https://t.example/?n=94 00 https://t.example/?n=B')).toEqual({
      '94 00': 'https://t.example/?n=94%2000',
      B: 'https://t.example/?n=B',
    });
  });

  it('also without a scheme; and an address within an address is a part of it', () => {
    expect(of(['AA1', 'BB2'], 'www.t.example/AA1 www.t.example/BB2')).toEqual({
      AA1: 'https://www.t.example/AA1',
      BB2: 'https://www.t.example/BB2',
    });
    const within = 'https://go.example/?to=https://t.example/AA1,BB2';
    expect(of(['AA1', 'BB2'], within)).toEqual({ AA1: within, BB2: within });
    expect(of(['AA1'], 'https://t.example/?n=A A1 and more')).toEqual({
      AA1: 'https://t.example/?n=A%20A1%20and%20more',
    });
  });

  it.each<[string, string[], string, Record<string, string>]>([
    ['alone in its field is not cut', ['AA1'], 't.example/AA1,|FI and', { AA1: 'https://t.example/AA1,%7CFI%20and' }],
    [
      'keeps the words and signs within it',
      ['AA1', 'BB2'],
      'https://t.example/?n=AA1;to=FI or SE https://t.example/BB2?to=FI, SE',
      { AA1: 'https://t.example/?n=AA1;to=FI%20or%20SE', BB2: 'https://t.example/BB2?to=FI,%20SE' },
    ],
    [
      'keeps a bracket that it opens',
      ['A', 'B'],
      'www.t.example/A(1) www.t.example/B',
      {
        ...{ A: 'https://www.t.example/A(1)', B: 'https://www.t.example/B' },
      },
    ],
    [
      'is named by a number with other spaces',
      ['94 00'],
      'https://t.example/9400',
      { '94 00': 'https://t.example/9400' },
    ],
    [
      'is not named by a part of a word',
      ['A1', 'AA1', 'AA1b'],
      'https://t.example/aa1B',
      { AA1b: 'https://t.example/aa1B' },
    ],
    ['is not named by the end of a number', ['A1', 'AA1'], 'https://t.example/AA1', { AA1: 'https://t.example/AA1' }],
    ['is not named by an empty number', ['', 'BB2'], 'https://t.example/BB2', { BB2: 'https://t.example/BB2' }],
    [
      'with a sign of percent that encodes nothing is read as it stands',
      ['AA1', 'BB2'],
      'https://t.example/100%/BB2',
      { BB2: 'https://t.example/100%/BB2' },
    ],
    [
      'is the first parcel’s, where there are fewer than numbers',
      ['A', 'B', 'C'],
      'www.t.example/x www.t.example/y',
      {
        A: 'https://www.t.example/x',
      },
    ],
    [
      'that names none goes to nobody, where the first has its own',
      ['AA1', 'BB2'],
      'www.t.example/x www.t.example/y www.t.example/AA1',
      {
        AA1: 'https://www.t.example/AA1',
      },
    ],
    [
      'of another parcel is not the first one’s',
      ['AA1', 'BB2'],
      'https://t.example/BB2',
      { BB2: 'https://t.example/BB2' },
    ],
  ])('a link %s', (_, numbers, text, links) => {
    expect([...linksByNumber(numbers, text)]).toEqual(Object.entries(links));
  });

  it('what is no link belongs to nobody', () => {
    expect(of(['AA1'], 'AA1')).toEqual({});
    expect(of([], 'https://t.example/x')).toEqual({});
    expect(of(['AA1'])).toEqual({});
  });
});
