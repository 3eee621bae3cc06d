import { describe, expect, test } from 'vitest';
import { saveLink } from '../../../../../src/domain/shipping/shipping-links.ts';
import { validateLink } from '../../../../../src/domain/shipping/link-input.ts';

const LONG = 'L'.repeat(250);
const NAME = 'n'.repeat(64);
const LONG_PATTERN = `${'p'.repeat(200)}{code}`;
const base = { method: 'Omniva*', code: 'OMNIVA' };

describe('a link with a pick-up point', () => {
  test('is kept as it was given, with texts trimmed', () => {
    const where = [
      { kind: 'form-field', name: ' Locker ' },
      { kind: 'shipping-method', pattern: 'Omniva – *({code})*' },
      { kind: 'metafield', namespace: 'app', key: 'locker', pattern: '*{code}' },
      { kind: 'shipping-quote', field: 'rate_id' },
    ];
    expect(validateLink({ ...base, pickUpPoint: 'required', where })).toEqual({
      link: { ...base, pickUpPoint: 'required', where: [{ kind: 'form-field', name: 'Locker' }, ...where.slice(1)] },
    });
  });

  test('may ask for a point without a place of the store’s order: a person names it', () => {
    expect(validateLink({ ...base, pickUpPoint: 'required' })).toEqual({ link: { ...base, pickUpPoint: 'required' } });
  });

  test.each<[string, object, object]>([
    [
      'an option of a product',
      { kind: 'product-option', name: ' Point ', pattern: ' {code} ' },
      { kind: 'product-option', name: 'Point', pattern: ' {code} ' },
    ],
    [
      'a quote’s field, with spaces around it',
      { kind: 'shipping-quote', field: ' rate_code ' },
      { kind: 'shipping-quote', field: 'rate_code' },
    ],
    [
      'what a form sends as undefined',
      { kind: 'form-field', name: 'L', pattern: undefined, key: undefined },
      { kind: 'form-field', name: 'L' },
    ],
    ['a name of 250 characters', { kind: 'form-field', name: LONG }, { kind: 'form-field', name: LONG }],
    [
      'a metafield with names of 64 characters and a longer pattern',
      { kind: 'metafield', namespace: NAME, key: NAME, pattern: LONG_PATTERN },
      { kind: 'metafield', namespace: NAME, key: NAME, pattern: LONG_PATTERN },
    ],
  ])('reads %s', (_, given, read) => {
    expect(validateLink({ ...base, ...place(given) })).toEqual({
      link: { ...base, pickUpPoint: 'required', where: [read] },
    });
  });

  test('has twenty places at most', () => {
    const where = (count: number) => Array.from({ length: count }, () => ({ kind: 'form-field', name: 'L' }));
    expect(validateLink({ ...base, pickUpPoint: 'required', where: where(20) })).toHaveProperty('link');
    expect(validateLink({ ...base, pickUpPoint: 'required', where: where(21) })).toMatchObject({
      problem: { field: 'where', expected: 'a list of at most 20' },
    });
  });

  test.each(['L', null, ['form-field'], 7])('has no place %j: it is no object', (given) => {
    expect(
      validateLink({ ...base, pickUpPoint: 'optional', where: [{ kind: 'form-field', name: 'L' }, given] }),
    ).toEqual({
      problem: { field: 'where.1', message: 'The place is not an object.', expected: 'an object with kind' },
    });
  });

  test.each([
    ['none', []],
    [undefined, undefined],
    ['', undefined],
    [null, null],
  ])('is an ordinary one for %j', (pickUpPoint, where) => {
    expect(validateLink({ ...base, pickUpPoint, where })).toEqual({ link: base });
  });

  test.each<[string, object, string, RegExp]>([
    ['an unknown need', { pickUpPoint: 'always' }, 'pickUpPoint', /none, optional, required/],
    ['places without a need', { where: [{ kind: 'form-field', name: 'L' }] }, 'pickUpPoint', /optional or required/],
    ['a need without a place', { pickUpPoint: 'optional' }, 'where', /form-field/],
    ['no list', { pickUpPoint: 'required', where: 'Locker' }, 'where', /list/],
    ['a place that cannot exist', place({ kind: 'coupon', name: 'x' }), 'where.0.kind', /form-field/],
    ['a field that cannot exist', place({ kind: 'form-field', name: 'x', key: 'y' }), 'where.0.key', /name, pattern/],
    ['a place without its name', place({ kind: 'form-field' }), 'where.0.name', /characters/],
    [
      'a quote’s other field',
      place({ kind: 'shipping-quote', field: 'price' }),
      'where.0.field',
      /rate_id or rate_code/,
    ],
    [
      'a namespace that is too long',
      place({ kind: 'metafield', namespace: 'n'.repeat(65), key: 'k' }),
      'where.0.namespace',
      /64/,
    ],
    ['a place of an empty name', place({ kind: 'form-field', name: ' ' }), 'where.0.name', /^1 to 250 characters$/],
    [
      'a name that is too long',
      place({ kind: 'form-field', name: `${LONG}L` }),
      'where.0.name',
      /^1 to 250 characters$/,
    ],
    ['a name that is no text', place({ kind: 'form-field', name: 7 }), 'where.0.name', /^1 to 250 characters$/],
    [
      'a field that cannot exist, by the beginning of its name',
      place({ kind: 'form-field', name: 'x', ['k'.repeat(101)]: 'y' }),
      `where.0.${'k'.repeat(100)}`,
      /^name, pattern$/,
    ],
    ['a place that cannot exist, with those that can', place({ kind: 'x' }), 'where.0.kind', /^one of form-field, /],
    ['a need without a place, with those that can be', { pickUpPoint: 'optional' }, 'where', /one of form-field, /],
    ['words without a pattern', place({ kind: 'customer-message' }), 'where.0.pattern', /characters/],
    ['a pattern without a capture', place({ kind: 'staff-notes', pattern: '*locker*' }), 'where.0.pattern', /\{code\}/],
    [
      'a pattern with two',
      place({ kind: 'address-line', pattern: '{code} {code}' }),
      'where.0.pattern',
      /one \{code\}/,
    ],
    ['what is not shipped', { code: 'ignore', ...place({ kind: 'form-field', name: 'x' }) }, 'pickUpPoint', /none/],
  ])('%s is refused, and what would be right is said', (_, given, field, expected) => {
    expect(validateLink({ ...base, ...given })).toEqual({
      problem: {
        field,
        message: expect.stringMatching(/\.$/) as string,
        expected: expect.stringMatching(expected) as string,
      },
    });
  });

  test('saved again with other places changes the link, and the same one changes nothing', () => {
    const link = { ...base, pickUpPoint: 'required', where: [{ kind: 'form-field', name: 'A' }] } as const;
    const first = saveLink([], link);
    if (!('links' in first)) throw new Error('refused');
    expect(saveLink(first.links, link)).toMatchObject({ changed: false });
    const other = { ...link, where: [{ kind: 'form-field', name: 'B' }] } as const;
    expect(saveLink(first.links, other)).toMatchObject({ changed: true, links: [other] });
  });
});

function place(given: object): object {
  return { pickUpPoint: 'required', where: [given] };
}
