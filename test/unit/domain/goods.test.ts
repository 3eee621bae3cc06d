import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MyOgoStatus, Pieces } from '../../../src/contract/orders.ts';
import { compareGoods } from '../../../src/domain/goods.ts';
import { underReference, type ReferenceOrder } from '../../../src/domain/reference-orders.ts';
import { refusedOrderReason } from '../../../src/domain/refusal-words.ts';

const of = (goods: Readonly<Record<string, number>>): Pieces[] =>
  Object.entries(goods).map(([code, quantity]) => ({ code, quantity }));
const order = (
  status: MyOgoStatus,
  goods: Readonly<Record<string, number>>,
  trackingNumber?: string,
): ReferenceOrder => ({
  status,
  editTime: '2026-01-01T00:00:00.000Z',
  trackingNumber,
  trackingUrl: undefined,
  lines: of(goods),
});

describe('goods under our reference', () => {
  test.each([
    ['the same', { A: 1, B: 2 }, { B: 2, A: 1 }, 'same'],
    ['fewer: split, or taken out by hand', { A: 1, B: 2 }, { B: 1 }, 'less'],
    ['more', { A: 1 }, { A: 2 }, 'other'],
    ['others', { A: 1 }, { A: 1, C: 1 }, 'other'],
    ['fewer and others', { A: 2 }, { A: 1, C: 1 }, 'other'],
  ] as const)('are %s', (_, ours, theirs, expected) => {
    expect(compareGoods(of(ours), of(theirs))).toBe(expected);
  });

  test('are the same however they are spread over lines', () => {
    const lines = fc.array(
      fc.record({ code: fc.constantFrom('A', 'B', 'C'), quantity: fc.integer({ min: 1, max: 9 }) }),
    );
    fc.assert(fc.property(lines, (goods) => compareGoods(goods, [...goods].reverse()) === 'same'));
  });
});

describe('what the warehouse holds under a reference', () => {
  const ours = of({ A: 2, B: 1 });
  test.each<[string, ReferenceOrder[], object]>([
    ['nothing', [], { kind: 'none' }],
    ['our order', [order('NEW', { A: 2, B: 1 })], { kind: 'one', order: { status: 'NEW' } }],
    ['another’s goods', [order('NEW', { C: 1 })], { kind: 'conflict' }],
    ['another’s goods, cancelled: nothing of it ships', [order('CANCELLED', { C: 1 })], { kind: 'none' }],
    ['ours, cancelled', [order('CANCELLED', { A: 2, B: 1 })], { kind: 'one', order: { status: 'CANCELLED' } }],
    [
      'a living one beside a cancelled twin',
      [order('CANCELLED', { A: 2 }), order('NEW', { A: 2, B: 1 })],
      { kind: 'one', order: { status: 'NEW' } },
    ],
    ['it twice', [order('NEW', { A: 2, B: 1 }), order('RESERVED', { A: 2, B: 1 })], { kind: 'duplicate', count: 2 }],
    [
      'its two parts',
      [order('NEW', { A: 2 }), order('PENDING', { B: 1 })],
      { kind: 'one', order: { status: 'NEW', lines: of({ A: 2, B: 1 }) } },
    ],
    [
      'its two parts, one of them shipped',
      [order('PENDING', { B: 1 }), order('SHIPPED', { A: 2 }, 'T1')],
      { kind: 'one', order: { status: 'SHIPPED', trackingNumber: 'T1', lines: of({ A: 2 }) } },
    ],
    [
      'its two parts, both shipped',
      [order('SHIPPED', { B: 1 }, 'T2'), order('SHIPPED', { A: 2 }, 'T1')],
      { kind: 'one', order: { status: 'SHIPPED', trackingNumber: 'T2,T1' } },
    ],
  ])('is %s', (_, orders, expected) => {
    expect(underReference(orders, ours)).toMatchObject(expected);
  });
});

test.each([
  ["Shipping method 'X' is not enabled for the merchant.", 'shipping-code-refused'],
  ['The shippingCode field is required', 'shipping-code-refused'],
  ['The customer.phone field is required.', 'address-incomplete'],
  ['Invalid zip code', 'address-incomplete'],
  ["Product with code 'A' was not found.", 'rejected-by-myogo'],
  ['No.', 'rejected-by-myogo'],
])('a refusal with the words “%s” is held as %s', (words, reason) => {
  expect(refusedOrderReason(words)).toBe(reason);
});
