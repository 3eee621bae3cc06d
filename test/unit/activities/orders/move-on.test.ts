import { expect, it } from 'vitest';
import { moveOnOrLater } from '../../../../src/activities/orders/move-on.ts';
import { ChangeMemory } from '../../../../src/activities/runtime/change-memory.ts';
import type { Order } from '../../../../src/bigcommerce/orders/order-schema.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';

const storeHash = 'h' as StoreHash; // such a hash is valid
const SECOND = '2026-03-01T10:00:05Z';

/** The store's status is moved on after a hand-over. @returns whether the poll that shows this write tells the run of it */
async function tellsTheRun(isKnown: boolean): Promise<boolean> {
  const changes = new ChangeMemory();
  const row = { id: 9, statusId: 11, dateModified: SECOND, customerMessage: '', billing: {}, shipping: [] };
  const read = { ...row, paymentMethod: '', paymentStatus: '' } as unknown as Order; // what is read of it
  const orders = { get: () => Promise.resolve(read), update: () => Promise.resolve({ ...read, statusId: 9 }) };
  const open = { store: { orders }, connection: { storeHash, settings: defaultSettings('2026-01-01T00:00:00Z') } };
  const asOpen = open as unknown as Parameters<typeof moveOnOrLater>[1]; // all that it asks
  const { store } = await moveOnOrLater({ changes }, asOpen, read, isKnown);
  expect(store).toEqual({ status: 9, version: SECOND });
  return changes.isNews('store-order', storeHash, 9, `9@${SECOND}`);
}

it.each([
  ['holds what the run has read: no poll tells it of our write', true, false],
  ['may hold an edit that the run has not read: the poll tells it, and it reads once more', false, true],
])('an order that was read for the hand-over %s', async (_, isKnown, tells) => {
  expect(await tellsTheRun(isKnown)).toBe(tells);
});
