import { describe, expect, test } from 'vitest';
import { capturesOf, compileCapture, isCaptureProblem } from '../../../../../src/domain/shipping/pick-up/capture.ts';
import { timesAsLong } from '../../../../support/side-by-side.ts';

function found(pattern: string, text: string): readonly string[] {
  const read = compileCapture(pattern);
  if (isCaptureProblem(read)) throw new Error(read.message);
  return capturesOf(read, text);
}

describe('a pattern with one capture', () => {
  test.each<[string, string, readonly string[]]>([
    ['Omniva*({code})*', 'Omniva – Tallinn Kristiine (12345)', ['12345']],
    ['Omniva – *({code})', 'OMNIVA  – Tallinn  (12345)', ['12345']],
    ['Omniva*({code})*', 'Omniva – Tartu (12345) (54321)', ['12345', '54321']],
    ['Omniva*({code})*', 'Omniva – Tartu (12345), again (12345)', ['12345']],
    ['Omniva*({code})*', 'Omniva – Tallinn (Kesklinn)', []],
    ['Omniva*({code})*', 'DHL (12345)', []],
    ['*point: {code}*', 'Please deliver to point: 105A, thank you', ['105A']],
    ['*point: {code}', 'point: 0118', ['0118']],
    ['*{code}*', 'DHL locker 0118 in Berlin', ['0118']],
    ['*{code}*', 'locker AB-12.', ['AB-12']],
    ['*{code}*', 'abc12345def', ['abc12345def']],
    ['PUP{code}', 'PUP12345', ['12345']],
    ['Omniva-{code}', 'Omniva-12345', ['12345']],
    ['{code}', '12345', ['12345']],
    ['{code}', '12 345', []],
    ['{CODE}', 'x1', ['x1']],
    ['Straße {code}', 'STRASSE 7b', ['7b']],
    ['İ*{code}', 'İstanbul 34', ['34']],
    ['*({code})*', '', []],
    ['*({code})*', 'Omniva ( 96001 )', ['96001']],
    ['*({code})*', 'Omniva (\u00a096001)', ['96001']],
    ['*({code})*', 'Omniva ( 96001 Kesklinn )', []],
    ['*({code})*', 'Omniva ( )', []],
    ['point:{code}', 'point: 0118', ['0118']],
    ['*#{code}*', 'point # 0118, please', ['0118']],
    ['*[{code}]', 'x [105A ]', ['105A']],
    ['*«{code}»*', 'пункт «105A»', ['105A']],
    ['**c**{code}**', 'a b c: 105A.', ['105A']],
    ['*(*{code}*)*', 'A (96001)(0118)', ['96001', '0118']],
    ['*{code}*', `${'x'.repeat(70)}1`, []],
    ['*{code}*', '12345é', []],
    ['*{code}*', 'é12345', []],
    ['{code}é*', '12345ém', ['12345']],
    ['*{code}mm*', 'box 120mm wide', ['120']],
    ['{code}s', 'x1ß', []],
    ['{code}ss', 'x1ß', ['x1']],
    ['point:{code}', 'point:(0118', []],
    ['{code};', '0118);', []],
    ['Omniva {code}', '  Omniva   12345  ', ['12345']],
    ['Omniva {code} *', ' Omniva 12345 , Tartu', ['12345']],
    ['{code} *', '0118  Bahnhof', ['0118']],
  ])('“%s” on “%s” finds %j', (pattern, text, codes) => {
    expect(found(pattern, text)).toEqual(codes);
  });

  test('keeps the case and the zeros of what is written', () => {
    expect(found('locker {code}', 'LOCKER 00aB1')).toEqual(['00aB1']);
  });

  test('takes four times as long, and no more than some times that, on a text of four times the length', () => {
    const read = (repeats: number) => () => found(`${'a*'.repeat(60)}{code}*`, 'a1 '.repeat(repeats));
    expect(timesAsLong(read(4_000), read(1_000))).toBeLessThan(12);
  });

  test.each([
    ['Omniva*', /no capture/],
    ['*{code}*{code}*', /2 captures/],
    ['*{point}*', /braces/],
    ['*{code}}', /braces/],
    ['*{}', /braces/],
  ])('“%s” is refused, and what would be right is said', (pattern, message) => {
    const read = compileCapture(pattern);
    expect(read).toMatchObject({
      message: expect.stringMatching(message) as string,
      expected: expect.stringContaining('{code}') as string,
    });
  });
});
