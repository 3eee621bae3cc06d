import { describe, expect, it } from 'vitest';
import { answering } from '../http/fixed-transport.ts';
import { consignmentRow, consignments, lineRow, orderRow, storeAnswering } from './store.ts';

/** An order whose lines stand in the order itself, or in a list of their own. */
function read(lines: readonly object[], own?: readonly object[]) {
  const order = orderRow(100, {
    items_total: 2,
    consignments: consignments([consignmentRow(5, lines, { items_total: 2 })]),
  });
  const { store } = storeAnswering((_, path) => answering(200, path.endsWith('/products') ? own : order));
  return store.orders.get(100, { withLines: true });
}
const idsOf = (order: Awaited<ReturnType<typeof read>>) => order.shipping[0]?.lines.map(({ id }) => id);

describe('a line of an order that comes twice', () => {
  it('is one line', async () => {
    const order = await read([lineRow(1), lineRow(2), lineRow(1)]);
    expect([idsOf(order), order.contradictions]).toEqual([[1, 2], []]);
  });

  it('is one line where lines are read on their own', async () => {
    const order = await read([lineRow(1)], [lineRow(1), lineRow(2), lineRow(1)]);
    expect([idsOf(order), order.contradictions]).toEqual([[1, 2], []]);
  });

  it.each([
    ['with two quantities', lineRow(1, { quantity: 2 })],
    ['with two SKUs', lineRow(1, { sku: 'OTHER' })],
  ])('%s is a contradiction', async (_, other) => {
    for (const order of [await read([lineRow(1), other]), await read([lineRow(1)], [lineRow(1), other])]) {
      expect(order.contradictions).toMatchObject([{ kind: 'line', id: 1, field: 'id' }]);
    }
  });

  it('at two addresses is a contradiction', async () => {
    const both = consignments([consignmentRow(5, [lineRow(1)]), consignmentRow(6, [lineRow(1)])]);
    const { store } = storeAnswering(() => answering(200, orderRow(100, { items_total: 2, consignments: both })));
    const { contradictions } = await store.orders.get(100, { withLines: true });
    expect(contradictions).toMatchObject([{ kind: 'line', id: 1, field: 'id' }]);
  });
});

it('a shipment that comes twice is one shipment', async () => {
  const shipment = { id: 7, order_id: 100, order_address_id: 5, items: [{ order_product_id: 1, quantity: 1 }] };
  const { store } = storeAnswering(() => answering(200, [shipment, { ...shipment, id: 8 }, shipment]));
  expect((await store.shipments.list(100)).map(({ id }) => id)).toEqual([7, 8]);
});
