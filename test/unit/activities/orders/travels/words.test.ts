import { describe, expect, test } from 'vitest';
import { commentsOf, wordsRead, wordsSource } from '../../../../../src/activities/orders/travels/words.ts';
import { defaultSettings } from '../../../../../src/contract/settings.ts';
import type { ShippingLink } from '../../../../../src/contract/shipping.ts';
import type { OrderLine } from '../../../../../src/bigcommerce/orders/order-line.ts';

const settings = defaultSettings('2026-01-01T00:00:00Z');

function line(of: Partial<OrderLine>): OrderLine {
  const plain = {
    id: 1,
    sku: 'RING',
    name: 'Ring',
    type: 'physical',
    options: [],
    wrappingName: '',
    wrappingMessage: '',
  };
  return { ...plain, ...of } as OrderLine; // only what is looked at
}
const option = (name: string, value: string, type = 'Text field') => ({ name, value, type });
const person = { countryIso2: 'fi' };

function sent(
  lines: readonly OrderLine[],
  of: { readonly message?: string; readonly links?: readonly ShippingLink[]; readonly method?: string } = {},
) {
  const { message = '', links = [], method = 'Omniva locker' } = of;
  const source = wordsSource({ customerMessage: message }, { lines, method, person });
  return commentsOf(source, links, ['customerMessage', 'giftWords', 'lineOptions']);
}

describe('words for the packer', () => {
  test.each<[string, Parameters<typeof sent>, string]>([
    [
      'the customer’s message, with its lines, signs and directions',
      [[], { message: ' Hello 🙏\r\n\u202bשלום\u202c\r\n' }],
      'Hello 🙏\r\n\u202bשלום\u202c',
    ],
    [
      'what was written for a line, by its SKU',
      [[line({ options: [option('Engraving', ' For Rabin ❤️\n1984 ')] })]],
      'RING, Engraving: For Rabin ❤️\n1984',
    ],
    [
      'by its name where it has no SKU',
      [[line({ sku: ' ', options: [option('Engraving', 'R')] })]],
      'Ring, Engraving: R',
    ],
    ['not what was chosen from a list', [[line({ options: [option('Size', 'S', 'Multiple choice')] })]], ''],
    ['an old store’s configurable field', [[line({ options: [option('Name', 'R', '')] })]], 'RING, Name: R'],
    ['wrapping without a message', [[line({ wrappingName: 'Red paper' })]], 'Gift, RING: Red paper'],
    ['nothing of what is not shipped', [[line({ type: 'digital', options: [option('Engraving', 'R')] })]], ''],
  ])('are %s', (_, given, comments) => {
    expect(sent(...given)).toBe(comments);
  });

  const locker: ShippingLink = {
    ...{ method: 'Omniva*', code: 'OMNIVA', pickUpPoint: 'required' },
    where: [{ kind: 'product-option', name: '*' }],
  };
  const engraved = [line({ options: [option('Engraving', 'For Rabin'), option('Point', '96001')] })];

  test.each<[string, Parameters<typeof sent>, string]>([
    ['what the link finds a point’s code in', [engraved, { links: [locker] }], 'RING, Engraving: For Rabin'],
    [
      'nothing where another link ships it',
      [engraved, { links: [locker, { method: 'DHL', code: 'DHL' }], method: 'DHL' }],
      'RING, Engraving: For Rabin\nRING, Point: 96001',
    ],
    [
      'what a pattern finds one in',
      [
        [line({ options: [option('Point', 'Omniva (96001)'), option('Engraving', '(none)')] })],
        { links: [{ ...locker, where: [{ kind: 'product-option', name: '*', pattern: '*({code})' }] }] },
      ],
      'RING, Engraving: (none)',
    ],
    [
      'any link’s point, where the method’s text decides for none',
      [engraved, { links: [locker], method: '3' }],
      'RING, Engraving: For Rabin',
    ],
  ])('leave out %s, and never an engraving that a link merely looks at', (_, given, comments) => {
    expect(sent(...given)).toBe(comments);
  });

  test('are counted by kind as they are sent', () => {
    const source = wordsSource({ customerMessage: '' }, { lines: engraved, method: 'Omniva locker', person });
    expect(wordsRead(source, [locker], settings)).toEqual([{ kind: 'lineOptions', rule: 'undecided', count: 1 }]);
    expect(wordsRead(wordsSource({ customerMessage: 'x' }, { lines: [] }), [], settings)).toBeUndefined();
  });
});
