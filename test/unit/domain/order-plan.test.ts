import { describe, expect, test } from 'vitest';
import type { PlannedAddress, PlannedLine } from '../../../src/contract/orders.ts';
import {
  changedFields,
  fullyShipped,
  linesMissingSku,
  orderedGoods,
  planAddresses,
  warehouseLines,
  type OrderLineFacts,
} from '../../../src/domain/order-plan.ts';

const person = {
  firstName: 'A',
  lastName: 'B',
  company: '',
  street1: 'Street 1',
  street2: '',
  city: 'Town',
  state: '',
  zip: '1',
  countryIso2: 'fi',
  phone: '',
  email: '',
};
const bought = (part: Partial<OrderLineFacts> = {}): OrderLineFacts => ({
  id: 1,
  sku: 'A',
  type: 'physical',
  quantity: 1,
  quantityShipped: 0,
  quantityRefunded: 0,
  ...part,
});
const line = (part: Partial<PlannedLine> = {}): PlannedLine => ({
  orderProductId: 1,
  sku: 'A',
  quantity: 1,
  shipped: 0,
  ...part,
});
const address = (part: Partial<PlannedAddress> = {}): PlannedAddress => ({
  addressId: 1,
  method: 'DHL',
  country: 'FI',
  lines: [line()],
  missing: [],
  withoutSku: [],
  ...part,
});
const plan = (lines: OrderLineFacts[]) =>
  planAddresses({ shipping: [{ addressId: 1, method: 'DHL', person, lines }], pickups: [], downloads: [] });

describe('what has to be shipped', () => {
  test.each([
    ['a physical line', bought({ quantity: 2 }), [{ sku: 'A', quantity: 2, shipped: 0 }]],
    ['less what was refunded', bought({ quantity: 3, quantityRefunded: 1 }), [{ quantity: 2 }]],
    ['what is shipped, beside it', bought({ quantity: 3, quantityShipped: 2 }), [{ quantity: 3, shipped: 2 }]],
    [
      'never more shipped than is left of it',
      bought({ quantity: 2, quantityShipped: 2, quantityRefunded: 1 }),
      [{ quantity: 1, shipped: 1 }],
    ],
  ])('is %s', (_, given, expected) => {
    expect(plan([given]).addresses[0]?.lines).toMatchObject(expected);
  });

  test.each([
    ['digital', bought({ type: 'digital' }), { digital: 1 }],
    ['a gift certificate', bought({ type: 'giftcertificate' }), { digital: 1 }],
    ['refunded', bought({ quantityRefunded: 1 }), { refunded: 1 }],
  ])('is nothing where the line is %s', (_, given, leftOut) => {
    expect(plan([given])).toMatchObject({ addresses: [], leftOut });
  });

  test('holds nothing of the person', () => {
    expect(JSON.stringify(plan([bought()]))).not.toMatch(/Street|Town/);
  });

  test('names lines without SKU, but not a pick-list parent of which the parts have theirs', () => {
    const made = plan([
      bought({ id: 1, sku: ' ' }),
      bought({ id: 2, sku: '' }),
      bought({ id: 3, sku: 'PART', parentOrderProductId: 2 }),
    ]);
    expect(made.addresses.map(linesMissingSku)).toEqual([[1]]);
  });

  test('remembers what was refunded: the warehouse may hold it still', () => {
    const [made] = plan([bought({ quantity: 3, quantityRefunded: 1 })]).addresses;
    expect(made && orderedGoods(made)).toEqual([
      { code: 'A', quantity: 2 },
      { code: 'A', quantity: 1 },
    ]);
  });
});

describe('the lines that the warehouse is sent', () => {
  const knowsAll = () => true;
  test.each<[string, PlannedLine[], (sku: string) => boolean, [string, number][]]>([
    ['are one a SKU', [line({ quantity: 2 }), line({ orderProductId: 2, quantity: 3 })], knowsAll, [['A', 5]]],
    [
      'leave out what is shipped',
      [line({ quantity: 3, shipped: 1 }), line({ sku: 'B', shipped: 1 })],
      knowsAll,
      [['A', 2]],
    ],
    [
      'leave out a pick-list parent that myOGO does not know',
      [line({ sku: 'SET' }), line({ orderProductId: 2, sku: 'PART', parentOrderProductId: 1 })],
      (sku) => sku !== 'SET',
      [['PART', 1]],
    ],
    [
      'hold a pick-list parent that myOGO knows',
      [line({ sku: 'SET' }), line({ orderProductId: 2, sku: 'PART', parentOrderProductId: 1 })],
      knowsAll,
      [
        ['SET', 1],
        ['PART', 1],
      ],
    ],
  ])('%s', (_, lines, isKnown, expected) => {
    expect(warehouseLines(lines, isKnown).map(({ code, quantity }) => [code, quantity])).toEqual(expected);
  });
});

describe('a change', () => {
  test.each<[string, Partial<PlannedAddress>, string[]]>([
    ['nothing', {}, []],
    ['the method', { method: 'GLS' }, ['shipping method']],
    ['the country', { country: 'SE' }, ['country']],
    ['a quantity', { lines: [line({ quantity: 2 })] }, ['lines']],
    ['a SKU', { lines: [line({ sku: 'B' })] }, ['lines']],
    ['what is shipped, which is no change', { lines: [line({ shipped: 1 })] }, []],
    ['a part of the address', { digests: { street: 'x', city: 'c' } }, ['street']],
  ])('of %s is named by its field', (_, after, expected) => {
    expect(
      changedFields(
        address({ digests: { street: 's', city: 'c' } }),
        address({ digests: { street: 's', city: 'c' }, ...after }),
      ),
    ).toEqual(expected);
  });

  test('of an address is not seen where a plan has no digests', () => {
    expect(changedFields(address({ digests: { street: 's' } }), address())).toEqual([]);
  });
});

test('an address without lines is not a shipped one', () => {
  expect(fullyShipped(address({ lines: [] }))).toBe(false);
  expect(fullyShipped(address({ lines: [line({ shipped: 1 })] }))).toBe(true);
});
