import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { startWatchedSandbox } from '../../support/contract/watched-sandbox.ts';
import { type MerchantActs, merchantActs } from '../../support/merchant-acts.ts';
import { controlCaller, data, list, object, storeCaller } from './parties.ts';

let sandbox: Sandbox;
let call: ReturnType<typeof storeCaller>;
let merchant: MerchantActs;
let orderId: number;
let first: number;
let second: number;
beforeAll(async () => {
  sandbox = await startWatchedSandbox({}, 'by hand');
});
beforeEach(() => {
  sandbox.control.reset();
  call = storeCaller(sandbox);
  merchant = merchantActs(sandbox);
  const placed = sandbox.control.placeOrder({
    lines: [
      { sku: 'MUG-ENAMEL', quantity: 3, address: 0 },
      { sku: 'ROPE', quantity: 1, address: 1 },
    ],
    addresses: 2,
  });
  orderId = placed.orderId;
  [first = 0, second = 0] = placed.addressIds;
});
afterAll(() => sandbox.close());

const withLines = 'include=consignments.line_items&consignment_structure=object';
const read = async (): Promise<Record<string, unknown>> =>
  object((await call('GET', `/v2/orders/${orderId}?${withLines}`)).json);
const shipping = async () => list(object((await read())['consignments'])['shipping']);
/** What goes where: address id, and quantity by SKU. */
const goods = async () =>
  (await shipping()).map((place): [unknown, Record<string, unknown>] => [
    place['id'],
    Object.fromEntries(list(place['line_items']).map((l): [string, unknown] => [String(l['sku']), l['quantity']])),
  ]);
const lines = async () => list((await call('GET', `/v2/orders/${orderId}/products`)).json);
const lineIds = async () => (await lines()).map((line) => line['id']);
const modified = () => merchant.order(orderId).modified;

describe('an address', () => {
  test('gets a new id with the same street, and keeps its lines', async () => {
    const [before] = await shipping();
    const id = merchant.editAddress(orderId, first, { newId: true });
    expect(id).not.toBe(first);
    const [after] = await shipping();
    expect(after).toMatchObject({ id, street_1: before?.['street_1'] });
    expect(await goods()).toEqual([
      [id, { 'MUG-ENAMEL': 3 }],
      [second, { ROPE: 1 }],
    ]);
  });

  test('gets another street, with or without a new id', async () => {
    expect(merchant.editAddress(orderId, first, { street_1: 'Uusi 1' })).toBe(first);
    const id = merchant.editAddress(orderId, second, { street_1: 'Uusi 2', newId: true });
    expect((await shipping()).map((place) => [place['id'], place['street_1']])).toEqual([
      [first, 'Uusi 1'],
      [id, 'Uusi 2'],
    ]);
    const { people } = sandbox.control.state();
    expect(people.map(({ street }) => street)).toEqual(expect.arrayContaining(['Uusi 1', 'Uusi 2']));
  });

  test('is added, and takes lines', async () => {
    const third = merchant.addAddress(orderId, { street_1: 'Kolmas 3', shippingMethod: 'Omniva' });
    merchant.moveLine(orderId, { sku: 'ROPE' }, third);
    merchant.addLine(orderId, { sku: 'STICKERS', addressId: third });
    expect(await goods()).toEqual([
      [first, { 'MUG-ENAMEL': 3 }],
      [second, {}],
      [third, { ROPE: 1, STICKERS: 1 }],
    ]);
    expect((await shipping())[2]).toMatchObject({ street_1: 'Kolmas 3', shipping_method: 'Omniva' });
  });

  test.each([[true], [false]])('is removed; its lines go elsewhere: %s', async (moves) => {
    merchant.removeAddress(orderId, second, moves ? first : undefined);
    expect(await goods()).toEqual([[first, { 'MUG-ENAMEL': 3, ...(moves && { ROPE: 1 }) }]]);
  });
});

describe('lines', () => {
  test('are added, counted otherwise and removed, and the stock follows', async () => {
    const level = () =>
      sandbox.control
        .state()
        .stores[0]?.products.flatMap(({ variants }) => variants)
        .find(({ sku }) => sku === 'MUG-ENAMEL')?.level ?? 0;
    const before = level();
    merchant.setQuantity(orderId, { sku: 'MUG-ENAMEL' }, 1);
    expect(level()).toBe(before + 2);
    merchant.addLine(orderId, { sku: 'MUG-ENAMEL', quantity: 2, addressId: second });
    expect(level()).toBe(before);
    merchant.removeLine(orderId, { sku: 'MUG-ENAMEL' });
    expect(level()).toBe(before + 1);
    expect(await goods()).toEqual([
      [first, {}],
      [second, { ROPE: 1, 'MUG-ENAMEL': 2 }],
    ]);
    expect((await read())['items_total']).toBe(3);
  });

  test('without a product have the product id 0', async () => {
    merchant.addLine(orderId, { name: 'Engraving' });
    expect((await lines()).at(-1)).toMatchObject({ product_id: 0, name: 'Engraving', order_address_id: first });
  });

  test('come under new ids with what was shipped and refunded; the records keep the old ones, or follow', async () => {
    const before = await lineIds();
    const shipment = merchant.shipByHand(orderId, { items: [{ sku: 'MUG-ENAMEL', quantity: 1 }], tracking: 'T' });
    merchant.refund(orderId, [{ sku: 'MUG-ENAMEL', quantity: 1 }]);
    const shipped = async () =>
      list(object((await call('GET', `/v2/orders/${orderId}/shipments/${shipment}`)).json)['items'])[0]?.[
        'order_product_id'
      ];
    merchant.renewLineIds(orderId);
    const renewed = await lines();
    expect(renewed[0]).toMatchObject({ quantity_shipped: 1, quantity_refunded: 1 });
    expect(renewed.map((line) => line['id'])).not.toContain(before[0]);
    expect(await shipped()).toBe(before[0]);
    sandbox.control.reset();
    const again = sandbox.control.placeOrder({ lines: [{ sku: 'ROPE' }] }).orderId;
    const own = merchant.shipByHand(again);
    merchant.renewLineIds(again, 'and-records');
    expect(merchant.order(again).shipments.find(({ id }) => id === own)?.items[0]?.order_product_id).toBe(
      merchant.order(again).lines[0]?.id,
    );
  });

  test('stray to an address that the order does not have, and items_total still counts them', async () => {
    merchant.strayLine(orderId, { sku: 'ROPE' });
    expect(await goods()).toEqual([
      [first, { 'MUG-ENAMEL': 3 }],
      [second, {}],
    ]);
    expect((await read())['items_total']).toBe(4);
    expect((await lines())[1]).toMatchObject({ order_address_id: 999_999 });
  });

  test.each([
    [{ editLines: [{ sku: 'NOPE', remove: true }] }, /NOPE/],
    [{ editLines: [{ sku: 'ROPE', quantity: 0 }] }, /quantity/],
    [{ editLines: [{ sku: 'ROPE', addressId: 999_999 }] }, /999999/],
    [{ address: { addressId: 999_999 } }, /999999/],
    [{ dateShipped: 'soon' }, /soon/],
  ])('%j is refused', (change, words) => {
    expect(() => {
      merchant.change(orderId, change);
    }).toThrow(words);
  });
});

describe('a shipment by hand', () => {
  test('ships pieces with a number, then the rest without one, and moves the status', async () => {
    merchant.shipByHand(orderId, { items: [{ sku: 'MUG-ENAMEL', quantity: 1 }], tracking: 'H1' });
    expect([(await read())['status_id'], (await lines())[0]?.['quantity_shipped']]).toEqual([3, 1]);
    merchant.shipByHand(orderId);
    merchant.shipByHand(orderId, { addressId: second });
    expect((await read())['status_id']).toBe(2);
    const shipments = list((await call('GET', `/v2/orders/${orderId}/shipments`)).json);
    expect(shipments.map((s) => [s['tracking_number'], list(s['items'])[0]?.['quantity']])).toEqual([
      ['H1', 1],
      ['', 2],
      ['', 1],
    ]);
    expect(() => merchant.shipByHand(orderId)).toThrow(/left/);
  });

  test('is counted apart from those of the API, whose shipments it can delete and correct', async () => {
    const [line] = await lineIds();
    const made = await call('POST', `/v2/orders/${orderId}/shipments`, {
      order_address_id: first,
      items: [{ order_product_id: line, quantity: 3 }],
    });
    const shipmentId = Number(object(made.json)['id']);
    merchant.correctShipment(orderId, shipmentId, { tracking: 'T2' });
    expect((await call('GET', `/v2/orders/${orderId}/shipments/${shipmentId}`)).json).toMatchObject({
      tracking_number: 'T2',
    });
    merchant.deleteShipment(orderId, shipmentId);
    expect((await call('GET', `/v2/orders/${orderId}/shipments`)).status).toBe(204);
    expect([(await lines())[0]?.['quantity_shipped'], (await read())['status_id']]).toEqual([0, 3]);
    merchant.shipByHand(orderId);
    const { effects } = sandbox.control.ledger();
    const count = (name: string) => Object.values(effects[name] ?? {}).reduce((sum, n) => sum + n, 0);
    expect(
      ['created', 'by hand', 'updated', 'updated by hand', 'deleted', 'deleted by hand'].map((what) =>
        count(`shipment ${what}`),
      ),
    ).toEqual([1, 1, 0, 1, 0, 1]);
  });
});

describe('an order', () => {
  test('is archived, and back', async () => {
    merchant.archive(orderId);
    expect([(await read())['is_deleted'], (await call('GET', '/v2/orders')).status]).toEqual([true, 204]);
    merchant.archive(orderId, false);
    expect(list((await call('GET', '/v2/orders')).json)).toHaveLength(1);
  });

  test('is gone everywhere, and back', async () => {
    merchant.lose(orderId);
    const paths = ['', '/products', '/shipments', '/shipping_addresses'].map((part) => `/v2/orders/${orderId}${part}`);
    for (const path of [...paths, `/v3/orders/${orderId}/metafields`])
      expect((await call('GET', path)).status).toBe(404);
    expect((await call('PUT', `/v2/orders/${orderId}`, { staff_notes: 'x' })).status).toBe(404);
    expect((await call('GET', '/v2/orders')).status).toBe(204);
    merchant.find(orderId);
    expect((await read())['id']).toBe(orderId);
  });

  test('is gone for some readings by its id', async () => {
    merchant.lose(orderId, 2);
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await call('GET', `/v2/orders/${orderId}`)).status);
    expect(statuses).toEqual([404, 404, 200]);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14])('goes to status %i and back to 11', async (status) => {
    merchant.setStatus(orderId, status);
    const order = await read();
    expect([order['status_id'], order['date_shipped'] !== '']).toEqual([status, status === 2]);
    merchant.setStatus(orderId, 11);
    expect((await read())['status_id']).toBe(11);
  });

  test('has any date_shipped, message and notes', async () => {
    merchant.setStatus(orderId, 2);
    merchant.setDateShipped(orderId, null);
    merchant.editMessage(orderId, 'Ring twice');
    merchant.editNotes(orderId, 'VIP');
    expect(await read()).toMatchObject({ date_shipped: '', customer_message: 'Ring twice', staff_notes: 'VIP' });
    merchant.setDateShipped(orderId, '2026-06-18T14:34:50Z');
    expect((await read())['date_shipped']).toBe('Thu, 18 Jun 2026 14:34:50 +0000');
  });
});

describe('an answer that contradicts itself', () => {
  test('has no consignments, for so many readings', async () => {
    merchant.hideConsignments(orderId, 1);
    const order = await read();
    expect([order['items_total'], object(order['consignments'])['shipping']]).toEqual([4, []]);
    expect(await shipping()).toHaveLength(2);
  });

  test('has consignments without lines, until that ends', async () => {
    merchant.hideLines(orderId);
    expect((await goods()).map(([, skus]) => skus)).toEqual([{}, {}]);
    merchant.showOddly(orderId, null);
    expect((await goods()).map(([, skus]) => skus)).toEqual([{ 'MUG-ENAMEL': 3 }, { ROPE: 1 }]);
  });

  test('has a quantity of 1.5, in the order, in its lines and in the list', async () => {
    const [id] = await lineIds();
    merchant.showQuantity(orderId, Number(id), 1.5);
    expect((await goods())[0]).toEqual([first, { 'MUG-ENAMEL': 1.5 }]);
    expect((await lines())[0]).toMatchObject({ quantity: 1.5 });
    const [row] = list((await call('GET', `/v2/orders?${withLines}`)).json);
    expect(list(list(object(row?.['consignments'])['shipping'])[0]?.['line_items'])[0]?.['quantity']).toBe(1.5);
  });

  test('has fields of the wrong type in any part, and contradicts its own total', async () => {
    const shipment = merchant.shipByHand(orderId, { addressId: second });
    merchant.showOddly(orderId, {
      order: { items_total: 7, staff_notes: { text: 'x' } },
      addresses: { [first]: { phone: 358 } },
      shipments: { [shipment]: { tracking_number: 12 } },
      products: 'none',
    });
    expect(await read()).toMatchObject({ items_total: 7, staff_notes: { text: 'x' } });
    expect((await shipping())[0]).toMatchObject({ phone: 358 });
    const shipments = await call('GET', `/v2/orders/${orderId}/shipments`);
    expect(list(shipments.json)[0]).toMatchObject({ tracking_number: 12 });
    expect((await call('GET', `/v2/orders/${orderId}/products`)).status).toBe(204);
  });
});

describe('date_modified', () => {
  test('moves with every act, and not where the order does not notice', () => {
    const acts = [
      () => merchant.editAddress(orderId, first, { street_1: 'X' }),
      () => merchant.addAddress(orderId),
      () => {
        merchant.setQuantity(orderId, { sku: 'ROPE' }, 2);
      },
      () => {
        merchant.renewLineIds(orderId);
      },
      () => merchant.shipByHand(orderId),
      () => {
        merchant.deleteShipment(orderId, merchant.order(orderId).shipments[0]?.id ?? 0);
      },
      () => {
        merchant.refund(orderId);
      },
      () => {
        merchant.archive(orderId);
      },
    ];
    for (const act of acts) {
      const before = modified();
      sandbox.control.advance(1000);
      act();
      expect(modified(), String(act)).toBeGreaterThan(before);
    }
    const before = modified();
    sandbox.control.advance(1000);
    merchant.lose(orderId);
    merchant.find(orderId);
    merchant.showOddly(orderId, null);
    merchant.change(orderId, { staffNotes: 'x', modified: 'same' });
    expect(modified()).toBe(before);
  });
});

describe('metafields of an order', () => {
  const path = (id?: number) => `/v3/orders/${orderId}/metafields${id === undefined ? '' : `/${id}`}`;
  const field = { permission_set: 'read', namespace: 'n', key: 'k', value: '{}' };
  const make = async (more: Record<string, unknown> = {}) => {
    const answer = await call('POST', path(), { ...field, ...more });
    return { status: answer.status, id: answer.status === 200 ? Number(object(object(answer.json)['data'])['id']) : 0 };
  };

  test('are made, read, changed and deleted, each counted', async () => {
    const { status, id } = await make();
    expect(status).toBe(200);
    expect((await call('PUT', path(id), { value: 'x'.repeat(65_535) })).status).toBe(200);
    expect((await call('PUT', path(id), { value: 'x'.repeat(65_536) })).status).toBe(422);
    expect(data(await call('GET', `${path()}?namespace=n&key=k`))).toHaveLength(1);
    expect((await call('DELETE', path(id))).status).toBe(204);
    expect(data(await call('GET', path()))).toEqual([]);
    const { effects } = sandbox.control.ledger();
    for (const name of ['created', 'updated', 'deleted'])
      expect(Object.values(effects[`metafield ${name}`] ?? {})).toEqual([1]);
  });

  test('of one namespace and key are 409, also by a change', async () => {
    await make();
    expect((await make()).status).toBe(409);
    const { id } = await make({ key: 'other' });
    expect((await call('PUT', path(id), { key: 'k' })).status).toBe(409);
  });

  test.each([
    ['app_only', 404, 404],
    ['read', 200, 403],
    ['write', 200, 200],
  ])('of %s are read with %i and written with %i by another account', async (permission_set, reads, writes) => {
    const { id } = await make({ permission_set });
    call = storeCaller(sandbox, sandbox.control.access({ token: true }).apiToken);
    expect(data(await call('GET', path()))).toHaveLength(reads === 200 ? 1 : 0);
    expect((await call('GET', path(id))).status).toBe(reads);
    expect((await call('PUT', path(id), { value: 'y' })).status).toBe(writes);
  });

  test('are written and deleted by others', async () => {
    merchant.setMetafield(orderId, { namespace: 'n', key: 'k', value: 'not JSON' });
    expect(data(await call('GET', path()))).toMatchObject([{ value: 'not JSON', permission_set: 'write' }]);
    merchant.setMetafield(orderId, { namespace: 'n', key: 'k', value: 'again' });
    expect(data(await call('GET', path()))).toMatchObject([{ value: 'again' }]);
    merchant.setMetafield(orderId, { namespace: 'n', key: 'k', value: null });
    expect(data(await call('GET', path()))).toEqual([]);
  });
});

test('all of it can be done over HTTP, and a misspelt field is refused', async () => {
  const control = controlCaller(sandbox.storeUrl);
  const renewed = await control(`orders/${orderId}`, { address: { addressId: first, newId: true } });
  expect(object(renewed.json)['addressId']).toBeGreaterThan(second);
  const shipped = await control(`orders/${orderId}/shipments`, { items: [{ sku: 'MUG-ENAMEL', quantity: 1 }] });
  expect(shipped).toMatchObject({ status: 200, json: { statusId: 3 } });
  const shipment = `orders/${orderId}/shipments/${String(object(shipped.json)['shipmentId'])}`;
  expect((await control(shipment, { remove: true })).status).toBe(200);
  for (const [path, body, status] of [
    [shipment, { remove: true }, 404],
    [`orders/${orderId}/shipments`, { lines: [] }, 400],
    [`orders/${orderId}/shipments`, { items: [{ sku: 'MUG-ENAMEL', quantity: 9 }] }, 409],
    [`orders/${orderId}/refunds`, {}, 404],
    [`orders/${orderId}`, { adress: {} }, 400],
  ] as const)
    expect([path, (await control(path, body)).status]).toEqual([path, status]);
});
