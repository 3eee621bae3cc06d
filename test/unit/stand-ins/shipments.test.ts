import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { startWatchedSandbox } from '../../support/contract/watched-sandbox.ts';
import { list, object, storeCaller } from './parties.ts';

let sandbox: Sandbox;
let call: ReturnType<typeof storeCaller>;
beforeAll(async () => {
  sandbox = await startWatchedSandbox({}, 'by hand');
  call = storeCaller(sandbox);
});
beforeEach(() => {
  sandbox.control.reset();
});
afterAll(() => sandbox.close());

/** Two addresses: two mugs to the first, one rope to the second; and a digital map. */
async function twoAddresses() {
  const placed = sandbox.control.placeOrder({
    addresses: 2,
    lines: [{ sku: 'MUG-ENAMEL', quantity: 2 }, { sku: 'FIRESTEEL', quantity: 1 }, { sku: 'MAP-DIGITAL' }],
  });
  const lines = list((await call('GET', `/v2/orders/${placed.orderId}/products`)).json);
  const line = (sku: string) => Number(lines.find((l) => l['sku'] === sku)?.['id']);
  const [near = 0, far = 0] = placed.addressIds;
  const ship = (body: unknown) => call('POST', `/v2/orders/${placed.orderId}/shipments`, body);
  const status = async () => object((await call('GET', `/v2/orders/${placed.orderId}`)).json)['status_id'];
  return {
    orderId: placed.orderId,
    near,
    far,
    mug: line('MUG-ENAMEL'),
    steel: line('FIRESTEEL'),
    map: line('MAP-DIGITAL'),
    ship,
    status,
  };
}

type Order = Awaited<ReturnType<typeof twoAddresses>>;

describe('a shipment is refused with 400', () => {
  const cases: [string, (o: Order) => unknown, RegExp][] = [
    ['without an address', (o) => ({ items: [{ order_product_id: o.mug, quantity: 1 }] }), /order_address_id/],
    [
      'with an address of another order',
      (o) => ({ order_address_id: 9999, items: [{ order_product_id: o.mug, quantity: 1 }] }),
      /order_address_id/,
    ],
    ['without items', (o) => ({ order_address_id: o.near }), /items/],
    ['with no items', (o) => ({ order_address_id: o.near, items: [] }), /items/],
    [
      'with product_id in an item',
      (o) => ({ order_address_id: o.near, items: [{ order_product_id: o.mug, product_id: 77, quantity: 1 }] }),
      /'product_id' cannot be written to/,
    ],
    [
      'with a line that the order does not have',
      (o) => ({ order_address_id: o.near, items: [{ order_product_id: 9999, quantity: 1 }] }),
      /order_product_id/,
    ],
    [
      'with a line of the other address',
      (o) => ({ order_address_id: o.near, items: [{ order_product_id: o.steel, quantity: 1 }] }),
      /does not belong/,
    ],
    [
      'with a digital line',
      (o) => ({ order_address_id: o.near, items: [{ order_product_id: o.map, quantity: 1 }] }),
      /cannot be shipped/,
    ],
    [
      'with more than is left',
      (o) => ({ order_address_id: o.near, items: [{ order_product_id: o.mug, quantity: 3 }] }),
      /exceeds/,
    ],
    [
      'with more than is left, over two items',
      (o) => ({
        order_address_id: o.near,
        items: [
          { order_product_id: o.mug, quantity: 2 },
          { order_product_id: o.mug, quantity: 1 },
        ],
      }),
      /exceeds/,
    ],
    [
      'with a quantity of 0',
      (o) => ({ order_address_id: o.near, items: [{ order_product_id: o.mug, quantity: 0 }] }),
      /quantity/,
    ],
    [
      'with a number too long',
      (o) => ({
        order_address_id: o.near,
        tracking_number: 'x'.repeat(51),
        items: [{ order_product_id: o.mug, quantity: 1 }],
      }),
      /tracking_number/,
    ],
    [
      'with null for a text',
      (o) => ({ order_address_id: o.near, tracking_number: null, items: [{ order_product_id: o.mug, quantity: 1 }] }),
      /null/,
    ],
    [
      'with an unknown provider',
      (o) => ({
        order_address_id: o.near,
        shipping_provider: 'pigeon',
        items: [{ order_product_id: o.mug, quantity: 1 }],
      }),
      /shipping_provider/,
    ],
    [
      'with a field sent back from a read',
      (o) => ({
        order_address_id: o.near,
        generated_tracking_link: '',
        items: [{ order_product_id: o.mug, quantity: 1 }],
      }),
      /cannot be written to/,
    ],
  ];
  test.each(cases)('%s', async (_name, body, says) => {
    const order = await twoAddresses();
    const answer = await order.ship(body(order));
    expect([answer.status, list(answer.json)[0]?.['message']]).toEqual([400, expect.stringMatching(says)]);
    expect((await call('GET', `/v2/orders/${order.orderId}/shipments`)).status).toBe(204);
    expect(sandbox.ledger.count('shipment created')).toBe(0);
  });
});

describe('a shipment', () => {
  test('moves the order to partially shipped and then to shipped, digital lines left aside', async () => {
    const order = await twoAddresses();
    const one = await order.ship({
      order_address_id: order.near,
      tracking_number: 'A1',
      shipping_provider: '',
      tracking_carrier: 'dhl',
      items: [{ order_product_id: order.mug, quantity: 1 }],
    });
    expect(one.status).toBe(201);
    expect(one.json).toMatchObject({
      order_address_id: order.near,
      tracking_number: 'A1',
      items: [{ order_product_id: order.mug, product_id: 77, quantity: 1 }],
    });
    expect(object(one.json)['generated_tracking_link']).toContain('A1');
    expect(await order.status()).toBe(3);
    await order.ship({ order_address_id: order.near, items: [{ order_product_id: order.mug, quantity: 1 }] });
    expect(await order.status()).toBe(3);
    await order.ship({ order_address_id: order.far, items: [{ order_product_id: order.steel, quantity: 1 }] });
    expect(await order.status()).toBe(2);
    expect(sandbox.control.state().stores[0]?.orders[0]?.statusHistory.map((s) => s.to)).toEqual([11, 3, 2]);
  });

  test('tells the customer once, with its tracking number', async () => {
    const order = await twoAddresses();
    await order.ship({
      order_address_id: order.near,
      tracking_number: 'A1',
      items: [{ order_product_id: order.mug, quantity: 2 }],
    });
    expect(sandbox.control.store().mails).toMatchObject([{ orderId: order.orderId, kind: 'shipped', tracking: 'A1' }]);
  });

  test('left without a provider is "custom" and has no link', async () => {
    const order = await twoAddresses();
    const answer = await order.ship({
      order_address_id: order.near,
      tracking_number: 'A1',
      items: [{ order_product_id: order.mug, quantity: 1 }],
    });
    expect(answer.json).toMatchObject({ shipping_provider: 'custom', generated_tracking_link: '', tracking_link: '' });
  });

  test('cannot be sent for what was refunded', async () => {
    const order = await twoAddresses();
    sandbox.control.changeOrder(order.orderId, { refund: [{ orderProductId: order.mug, quantity: 1 }] });
    const ship = (quantity: number) =>
      order.ship({ order_address_id: order.near, items: [{ order_product_id: order.mug, quantity }] });
    expect((await ship(2)).status).toBe(400);
    expect((await ship(1)).status).toBe(201);
  });

  test('can have its tracking corrected, not its items', async () => {
    const order = await twoAddresses();
    const { id } = object(
      (await order.ship({ order_address_id: order.near, items: [{ order_product_id: order.mug, quantity: 1 }] })).json,
    );
    const path = `/v2/orders/${order.orderId}/shipments/${String(id)}`;
    expect((await call('PUT', path, { tracking_number: 'LATE' })).json).toMatchObject({ id, tracking_number: 'LATE' });
    expect((await call('PUT', path, { items: [] })).status).toBe(400);
  });

  test('when deleted frees its lines and leaves the status', async () => {
    const order = await twoAddresses();
    const { id } = object(
      (await order.ship({ order_address_id: order.near, items: [{ order_product_id: order.mug, quantity: 2 }] })).json,
    );
    expect((await call('DELETE', `/v2/orders/${order.orderId}/shipments/${String(id)}`)).status).toBe(204);
    expect(await order.status()).toBe(3);
    expect(
      (await order.ship({ order_address_id: order.near, items: [{ order_product_id: order.mug, quantity: 2 }] }))
        .status,
    ).toBe(201);
  });

  test('leaves the status alone where the store does not move it', async () => {
    sandbox.control.settings({ shipmentMovesStatus: false });
    const order = await twoAddresses();
    await order.ship({ order_address_id: order.near, items: [{ order_product_id: order.mug, quantity: 2 }] });
    expect(await order.status()).toBe(11);
  });

  test('sent twice is there twice: nothing on the real side stops it', async () => {
    const order = await twoAddresses();
    const body = {
      order_address_id: order.near,
      tracking_number: 'A1',
      items: [{ order_product_id: order.mug, quantity: 1 }],
    };
    await order.ship(body);
    await order.ship(body);
    expect(Object.values(sandbox.control.ledger().effects['shipment created'] ?? {})).toEqual([2]);
  });
});
