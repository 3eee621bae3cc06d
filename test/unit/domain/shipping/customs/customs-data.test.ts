import { describe, expect, test } from 'vitest';
import { lackingForCustoms, paidForOne } from '../../../../../src/domain/shipping/customs/customs-data.ts';

const whole = { hsCode: '610910', countryOfOrigin: 'EE', customsDescription: 'Knitted shirt' };

describe('what customs ask of goods', () => {
  test.each<[string, object, string | undefined, readonly string[]]>([
    ['nothing, where all is there', whole, '10.0000', []],
    ['nothing, where it was a gift: nothing was paid', whole, '0.0000', []],
    ['a code with dots and national digits', { ...whole, hsCode: '6109.10.00' }, '1', []],
    ['what was paid', whole, undefined, ['what was paid for it']],
    ['all of it', {}, undefined, ['what was paid for it', 'HS code', 'country of origin', 'description for customs']],
    ['a code with spaces and dashes', { ...whole, hsCode: ' 6109-10 00–90 ' }, '1', []],
    ['a code of Chinese digits’ width', { ...whole, hsCode: '６１０９．１０' }, '1', []],
    ['an HS code that begins with a nought', { ...whole, hsCode: '0901.21' }, '1', []],
    ['an HS code that is noughts before national digits', { ...whole, hsCode: '0000001' }, '1', ['HS code']],
    ['an HS code that is too long', { ...whole, hsCode: '610910123456789' }, '1', ['HS code']],
    ['an origin that is a country', { ...whole, countryOfOrigin: 'XX' }, '1', ['country of origin']],
    ['an origin that is any country', { ...whole, countryOfOrigin: 'zz' }, '1', ['country of origin']],
    ['a description that is one', { ...whole, customsDescription: 'N/A' }, '1', ['description for customs']],
    ['a description that is no filler', { ...whole, customsDescription: 'xxx' }, '1', ['description for customs']],
    ['a description of one sign is one', { ...whole, customsDescription: '茶' }, '1', []],
    ['an HS code of six digits at least', { ...whole, hsCode: '6109' }, '1', ['HS code']],
    ['an HS code that is no placeholder', { ...whole, hsCode: '000000' }, '1', ['HS code']],
    ['an HS code that is no word', { ...whole, hsCode: 'shirt1' }, '1', ['HS code']],
    ['an origin of two letters', { ...whole, countryOfOrigin: 'Estonia' }, '1', ['country of origin']],
    ['a description with letters', { ...whole, customsDescription: ' - ' }, '1', ['description for customs']],
    ['an origin in small letters is one', { ...whole, countryOfOrigin: ' ee ' }, '1', []],
    ['a description in any script is one', { ...whole, customsDescription: 'Футболка' }, '1', []],
  ])('is %s', (_, product, value, lacking) => {
    expect(lackingForCustoms(product, value)).toEqual(lacking);
  });
});

describe('the value of a piece for customs', () => {
  test.each<[string, Parameters<typeof paidForOne>[0], string | undefined]>([
    ['is what was paid, not the price', [{ ordered: 10, paid: '2400.0000', sent: 10 }], '240.0000'],
    ['is the same where fewer are sent', [{ ordered: 10, paid: '2400', sent: 3 }], '240.0000'],
    ['is rounded to four decimals', [{ ordered: 3, paid: '10.0000', sent: 3 }], '3.3333'],
    ['is rounded half up', [{ ordered: 6, paid: '10', sent: 6 }], '1.6667'],
    [
      'is the mean of lines that differ, by the pieces that are sent',
      [
        { ordered: 2, paid: '20', sent: 2 },
        { ordered: 1, paid: '4', sent: 1 },
      ],
      '8.0000',
    ],
    ['of a gift is nothing', [{ ordered: 1, paid: '0.0000', sent: 1 }], '0.0000'],
    ['has a nought before the point', [{ ordered: 4, paid: '0.01', sent: 4 }], '0.0025'],
    ['has three decimals where the currency has', [{ ordered: 1, paid: '12.345', sent: 1 }], '12.3450'],
    ['is not known where a line does not say', [{ ordered: 1, paid: undefined, sent: 1 }], undefined],
    [
      'is not known where one of two lines does not say',
      [
        { ordered: 1, paid: '1', sent: 1 },
        { ordered: 1, paid: '', sent: 1 },
      ],
      undefined,
    ],
    ['is not known where it is below nothing', [{ ordered: 1, paid: '-1', sent: 1 }], undefined],
    ['is not known of a line that is gone', [{ ordered: 0, paid: '5', sent: 1 }], undefined],
    ['is not known of nothing', [], undefined],
  ])('%s', (_, pieces, value) => {
    expect(paidForOne(pieces)).toBe(value);
  });
});
