import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  count,
  date,
  flag,
  id,
  money,
  optionalDate,
  optionalNumber,
  optionalText,
  text,
  whole,
} from '../../../src/bigcommerce/fields.ts';

const refused = Symbol('refused');
const read = (schema: z.core.$ZodType, value: unknown): unknown => {
  const result = z.safeParse(schema, value);
  return result.success ? result.data : refused;
};

describe('fields are lenient as documented, and no more', () => {
  it.each<[string, z.core.$ZodType, unknown, unknown]>([
    ['a whole number', whole, 5, 5],
    ['a whole number as text', whole, '-5', -5],
    ['a whole number with decimals that are none', whole, '5.000', 5],
    ['a fraction', whole, 1.5, refused],
    ['a fraction as text', whole, '5.01', refused],
    ['a number in another notation', whole, '1e3', refused],
    ['one beyond all', whole, 1e21, refused],
    ['one beyond all, as text', whole, '1000000000000000000000', refused],
    ['no number', whole, '', refused],
    ['beyond what is exact', whole, 2 ** 60, refused],
    ['a negative id', id, -1, refused],
    ['a missing count', count, undefined, 0],
    ['an empty count', count, '', 0],
    ['a count that is none', count, 'x', refused],
    ['a missing text', text, null, ''],
    ['a text that is a number', text, 5, '5'],
    ['a text that is none', text, { a: 1 }, refused],
    ['a loose text', optionalText, 5, '5'],
    ['an amount of V2', money, '109.0000', '109.0000'],
    ['an amount of V3', money, 24.9, '24.9'],
    ['an amount that is none', money, '1e9', refused],
    ['a date without a zone, which is UTC', date, '2026-06-18 14:34:50', '2026-06-18T14:34:50.000Z'],
    ['one in ISO form without a zone', date, '2026-06-18T14:34:50.123', '2026-06-18T14:34:50.123Z'],
    ['one in words without a zone', date, 'Thu, 18 Jun 2026 14:34:50', '2026-06-18T14:34:50.000Z'],
    ['one with a zone and a comment', date, 'Thu, 18 Jun 2026 14:34:50 +0200 (CEST)', '2026-06-18T12:34:50.000Z'],
    ['a day', date, '2026-06-18', '2026-06-18T00:00:00.000Z'],
    ['a bare number as a date', date, '1', refused],
    ['a missing number', optionalNumber, null, undefined],
    ['a number as text', optionalNumber, '1.50', 1.5],
    ['no number at all', optionalNumber, 'NaN', refused],
    ['a yes', flag, '1', true],
    ['a no', flag, '', false],
    ['neither', flag, 'perhaps', refused],
    ['a date of V2', date, 'Thu, 18 Jun 2026 14:34:50 +0000', '2026-06-18T14:34:50.000Z'],
    ['a date of V2 with a zone', date, 'Thu, 18 Jun 2026 14:34:50 +0200', '2026-06-18T12:34:50.000Z'],
    ['a date of V3', date, '2026-04-28T12:48:38+00:00', '2026-04-28T12:48:38.000Z'],
    ['a date that is none', date, 'Thu, 18 Foo 2026 14:34:50 +0000', refused],
    ['a date that is not set', optionalDate, '', undefined],
    ['a zero date of PHP', date, 'Wed, 30 Nov -0001 00:00:00 +0000', refused],
    ['a zero date of PHP, where a date may be missing', optionalDate, 'Wed, 30 Nov -0001 00:00:00 +0000', undefined],
    ['a zero date of SQL', date, '0000-00-00 00:00:00', refused],
    ['a year before the API', date, '-0001-11-30T00:00:00+00:00', refused],
    ['the epoch itself', date, 'Thu, 01 Jan 1970 00:00:00 +0000', refused],
    ['an empty amount', money, '', refused],
    ['a date that is not set, where it has to be', date, '', refused],
  ])('%s', (_name, schema, value, expected) => {
    expect(read(schema, value)).toBe(expected);
  });

  it('every date of V2 is what Date makes of it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (moment) => {
          const written = moment.toUTCString().replace('GMT', '+0000');
          expect(read(date, written)).toBe(new Date(written).toISOString());
        },
      ),
    );
  });
});
