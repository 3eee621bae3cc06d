import { describe, expect, it } from 'vitest';
import { answering } from '../../http/fixed-transport.ts';
import { storeAnswering } from '../store.ts';

function shipmentRow(id: number, over: object = {}): object {
  return {
    id,
    order_id: 100,
    customer_id: 1,
    order_address_id: 5,
    date_created: 'Thu, 18 Jun 2026 14:34:50 +0000',
    tracking_number: 'T1',
    merchant_shipping_cost: '0.0000',
    shipping_method: 'Flat Rate',
    comments: '',
    shipping_provider: '',
    tracking_carrier: '',
    tracking_link: '',
    generated_tracking_link: '',
    items: [{ order_product_id: 1, product_id: 7, quantity: 2 }],
    ...over,
  };
}

describe('shipments', () => {
  it('are all listed, over all pages', async () => {
    const { store, sent } = storeAnswering((_method, _path, query) => {
      const from = (Number(query.get('page')) - 1) * 250;
      return answering(
        200,
        Array.from({ length: from === 0 ? 250 : 3 }, (_, index) => shipmentRow(from + index + 1)),
      );
    });
    expect(await store.shipments.list(100)).toHaveLength(253);
    expect(sent).toHaveLength(2);
  });

  it('name the product of each line, where it is one and can be read', async () => {
    const ids = [7, '7', 0, null, undefined, {}];
    const items = ids.map((product, index) => ({ order_product_id: index + 1, product_id: product, quantity: 1 }));
    const { store } = storeAnswering((_method, _path, query) =>
      answering(200, query.get('page') === '1' ? [shipmentRow(1, { items })] : []),
    );
    const [shipment] = await store.shipments.list(100);
    expect(shipment?.lines.map(({ productId }) => productId)).toEqual([7, 7, ...Array<undefined>(4)]);
  });

  it('are none for a 204', async () => {
    const { store } = storeAnswering(() => answering(204));
    expect(await store.shipments.list(100)).toEqual([]);
  });

  it('are created with an empty provider always, and without the fields that are not given', async () => {
    const { store, sent } = storeAnswering(() => answering(201, shipmentRow(1)));
    const made = await store.shipments.create(100, {
      addressId: 5,
      lines: [{ orderProductId: 1, quantity: 2 }],
      trackingNumber: 'T1',
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      order_address_id: 5,
      items: [{ order_product_id: 1, quantity: 2 }],
      shipping_provider: '',
      tracking_number: 'T1',
    });
    expect(made).toMatchObject({
      id: 1,
      addressId: 5,
      trackingNumber: 'T1',
      lines: [{ orderProductId: 1, quantity: 2 }],
    });
  });

  it('are updated without their lines, which would be refused', async () => {
    const { store, sent } = storeAnswering(() => answering(200, shipmentRow(1, { tracking_number: 'T2' })));
    await store.shipments.update(100, 1, { trackingNumber: 'T2', comments: 'ref' });
    expect(sent[0]?.url.pathname).toBe('/stores/abc123/v2/orders/100/shipments/1');
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ shipping_provider: '', tracking_number: 'T2', comments: 'ref' });
  });

  it.each([
    ['an empty body', { status: 201, headers: {}, text: '' }],
    ['a body cut short', { status: 201, headers: { 'content-type': 'application/json' }, text: '{"id":1,' }],
    ['a broken server', answering(500, {})],
  ])('whose creation is answered by %s may be there', async (_name, answer) => {
    const { store } = storeAnswering(() => answer);
    const creating = store.shipments.create(100, { addressId: 5, lines: [] });
    await expect(creating).rejects.toMatchObject({ detail: { outcomeUnknown: true } });
  });
});
