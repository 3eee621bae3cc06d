import { expect, test } from 'vitest';
import { goodsInMessages } from '../../../src/contract/messages.ts';
import { awaitGoods } from '../../../src/contract/schemas/products.ts';
import { checkedSignal } from '../../../src/workflows/shared/checked.ts';

test('a signal that cannot be meant is logged by field, without its value, and not taken', () => {
  const taken: unknown[] = [];
  const warned: unknown[][] = [];
  const { name } = goodsInMessages.awaitGoods;
  const hear = checkedSignal(
    name,
    awaitGoods,
    (goods) => void taken.push(goods),
    (...said) => warned.push(said),
  );
  void hear({ awaited: ['MUG', 'tok-3f9a\n'], received: false });
  void hear(undefined);
  void hear({ awaited: ['MUG'], received: false });
  expect(taken).toEqual([{ awaited: ['MUG'], received: false }]);
  expect(warned).toEqual([
    ['an invalid signal was ignored', { signal: 'awaitGoods', field: 'awaited.1', expected: expect.any(String) }],
    ['an invalid signal was ignored', { signal: 'awaitGoods', field: 'awaitGoods', expected: expect.any(String) }],
  ]);
});
