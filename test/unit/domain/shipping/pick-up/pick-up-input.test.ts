import { describe, expect, test } from 'vitest';
import { saveLink } from '../../../../../src/domain/shipping/shipping-links.ts';
import { validateLink } from '../../../../../src/domain/shipping/link-input.ts';

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
