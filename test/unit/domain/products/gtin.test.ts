import { expect, test } from 'vitest';
import { validGtin } from '../../../../src/domain/products/gtin.ts';

test.each([
  ['6400000000002', '6400000000002'],
  ['4006381333931', '4006381333931'],
  [' 4006381333931 ', '4006381333931'],
  ['036000291452', '036000291452'],
  ['96385074', '96385074'],
  ['10614141000415', '10614141000415'],
  // Eight digits: a UPC-E is none, also where it passes the EAN-8's check; EAN-8 begin with neither 0 nor 2.
  ['04252610', undefined],
  ['01234565', undefined],
  ['20000004', undefined],
  ['19999999', undefined],
  ['12000005', undefined],
  ['10000014', '10000014'],
  ['96385074', '96385074'],
  ['0000001234565', undefined],
  ['0000096385074', '0000096385074'],
  // In-store numbers and coupons, as EAN-13, UPC-A and within a GTIN-14.
  ['2000000000008', undefined],
  ['2912345678906', undefined],
  ['0212345678909', undefined],
  ['0412345678903', undefined],
  ['9900000000004', undefined],
  ['9810000000006', undefined],
  // Refund receipts, and the examples of the GS1 system itself.
  ['9801234567892', undefined],
  ['9521234567899', undefined],
  ['212345678909', undefined],
  ['412345678903', undefined],
  ['12000000000005', undefined],
  ['10212345678906', undefined],
  // The prefixes beside them are products': books, France, Estonia, the United States.
  ['9780306406157', '9780306406157'],
  ['3000000000007', '3000000000007'],
  ['1900000000002', '1900000000002'],
  ['4740000000001', '4740000000001'],
  ['036000291452', '036000291452'],
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
