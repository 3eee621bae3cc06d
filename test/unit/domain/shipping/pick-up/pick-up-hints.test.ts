import { describe, expect, it } from 'vitest';
import type { PickUpTexts } from '../../../../../src/domain/shipping/pick-up/find-pick-up.ts';
import { HintTally } from '../../../../../src/domain/shipping/pick-up/pick-up-hints.ts';

// Where the codes of pick-up points stand in a store's orders, told without any value of them.

const texts = (of: Partial<PickUpTexts> = {}): PickUpTexts => ({
  ...{ formFields: [], options: [], customerMessage: '', staffNotes: '', method: '', addressLines: [] },
  ...of,
});
const told = (...all: readonly Partial<PickUpTexts>[]) => {
  const tally = new HintTally();
  for (const one of all) tally.add(texts(one));
  return tally.hints();
};
const fields = (...all: readonly Partial<PickUpTexts>[]) =>
  told(...all).fields.map(({ kind, name, filled, oneCode, shapes }) =>
    [
      `${kind}${name === undefined ? '' : ` ${name}`}: ${filled}, ${oneCode} with one code`,
      ...shapes.map(({ shape, addresses }) => `${shape} ${addresses}`),
    ].join('; '),
  );

describe('hints of pick-up codes', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'name a field of the form',
      ['form-field Point: 1, 1 with one code; 9999 1'],
      fields({ formFields: [{ name: 'Point', value: '0118' }] }),
    ],
    [
      'name an option of a product, also of a refunded one',
      ['product-option Point: 1, 0 with one code; AA99 1; 9999 1'],
      fields({ options: [{ name: 'Point', value: 'FI01' }], refundedOptions: [{ name: 'Point', value: '0118' }] }),
    ],
    [
      'name the customer’s message',
      ['customer-message: 1, 1 with one code; 9999 1'],
      fields({ customerMessage: '0118' }),
    ],
    ['name the staff notes', ['staff-notes: 1, 1 with one code; 9999 1'], fields({ staffNotes: '0118' })],
    ['name the shipping method', ['shipping-method: 1, 1 with one code; 9999 1'], fields({ method: '0118' })],
    [
      'name the lines of the address together',
      ['address-line: 1, 0 with one code; 9999 1; a999 1'],
      fields({ addressLines: ['0118', 'b007', ' '] }),
    ],
    ['name no field that is empty', [], fields({ customerMessage: '  ' })],
    [
      'are told the likeliest field first, then the fuller one',
      [
        'staff-notes: 1, 1 with one code; 9999 1',
        'customer-message: 2, 0 with one code; 9999 2; 999 2',
        'shipping-method: 1, 0 with one code; 9999 1; 999 1',
      ],
      fields({ method: '0118 011', customerMessage: '0118 011' }, { customerMessage: '0119 012', staffNotes: '0118' }),
    ],
    [
      'tell the commonest shapes first',
      ['customer-message: 3, 3 with one code; AA9 2; 9999 1'],
      fields({ customerMessage: '0118' }, { customerMessage: 'FI1' }, { customerMessage: 'SE2' }),
    ],
    [
      'tell five shapes at most',
      ['customer-message: 1, 0 with one code; 999 1; 9999 1; 99999 1; 999999 1; 9999999 1'],
      fields({ customerMessage: '123 1234 12345 123456 1234567 12345678' }),
    ],
    [
      'tell nothing of words that are longer than any code',
      ['customer-message: 1, 1 with one code; ' + '9'.repeat(24) + ' 1'],
      fields({ customerMessage: `${'1'.repeat(24)} ${'2'.repeat(25)}` }),
    ],
  ])('%s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });

  it('tell the fullest field first of those that are as likely', () => {
    const [one, two, three] = [{ customerMessage: 'a' }, { customerMessage: 'a', method: 'b' }, { staffNotes: 'c' }];
    expect(fields(three, one, two, { ...two, staffNotes: 'c', addressLines: ['d'] }, { method: 'b', ...one })).toEqual([
      'customer-message: 4, 0 with one code',
      'shipping-method: 3, 0 with one code',
      'staff-notes: 2, 0 with one code',
      'address-line: 1, 0 with one code',
    ]);
  });

  it('count the addresses, whatever stands in them', () => {
    expect(told({}, { staffNotes: '1' }).addresses).toBe(2);
    const tally = new HintTally();
    tally.add(texts());
    expect(tally.addresses).toBe(1);
  });
});
