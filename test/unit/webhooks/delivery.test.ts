import { expect, test } from 'vitest';
import type { Hint } from '../../../src/contract/integration/hooks.ts';
import { hintOf } from '../../../src/webhooks/delivery.ts';
import { hash } from './receiving.ts';

const told = (event: unknown) => hintOf(hash, 'myogoOrders', Buffer.from(JSON.stringify(event)));
const of = (...ids: string[]): Hint => ({ source: 'myogoOrders', ids });
const list: Hint = { source: 'myogoOrders' };

// A merchant's webhooks tell each of its stores of all its orders.
test.each<[string, unknown, Hint | undefined]>([
  ['an order of ours', { reference: 'abc123-7' }, of('abc123-7')],
  ['a part of one', { reference: 'abc123-7/2' }, of('abc123-7/2')],
  ['an order of the merchant’s other store', { reference: 'xyz789-7' }, undefined],
  ['an order that the merchant made by hand', { reference: 'Mrs Smith' }, undefined],
  ['orders of both stores', [{ reference: 'xyz789-7' }, { reference: 'abc123-7' }], of('abc123-7')],
  ['orders of others alone', [{ reference: 'xyz789-7' }, { reference: 'web-8' }], undefined],
  ['nothing that it names so', { order: { reference: 'abc123-7' } }, list],
  ['a reference that is too long', { reference: `abc123-7${'x'.repeat(200)}` }, list],
  ['a number as a reference', { reference: 7 }, list],
  ['no reference', { reference: '' }, list],
  ['an order of another store, and one that names no reference', [{ reference: 'xyz789-7' }, { id: 8 }], list],
  ['an order of ours, and one whose reference is a number', [{ reference: 'abc123-7' }, { reference: 8 }], list],
  ['nothing', [], list],
  ['many orders', Array.from({ length: 51 }, (_, n) => ({ reference: `abc123-${n + 1}` })), list],
])('what myOGO says about %s comes to the hint that it should', (_, event, hint) => {
  expect(told(event)).toEqual(hint);
});
