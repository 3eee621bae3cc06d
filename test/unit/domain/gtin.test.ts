import { expect, test } from 'vitest';
import { validGtin } from '../../../src/domain/gtin.ts';

test.each([
  ['6400000000002', '6400000000002'],
  ['4006381333931', '4006381333931'],
  [' 4006381333931 ', '4006381333931'],
  ['036000291452', '036000291452'],
  ['96385074', '96385074'],
  ['10614141000415', '10614141000415'],
  ['4006381333932', undefined],
  ['036000291453', undefined],
  ['400638133393', undefined],
  ['4006-381333931', undefined],
  ['0000000000000', undefined],
  ['12345', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j → %s', (text, gtin) => {
  expect(validGtin(text)).toBe(gtin);
});
